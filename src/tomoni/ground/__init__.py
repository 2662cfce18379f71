"""Who, telling, handing over: the rooms every other room stands on."""
