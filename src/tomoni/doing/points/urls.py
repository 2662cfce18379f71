from django.urls import path

from tomoni.doing.points.views import claims, counter, giving, mine, opening, public, staff, years
from tomoni.doing.points.views import rules as ruling

app_name = "points"
urlpatterns = [
    path("points/", public.about, name="about"),
    path("me/points/", mine.index, name="mine"),
    path("me/points/<int:pk>/", mine.statement, name="statement"),
    path("me/points/<int:pk>/statement.csv", mine.as_csv, name="statement_csv"),
    path("me/points/<int:pk>/statement.pdf", mine.as_pdf, name="statement_pdf"),
    path("me/points/<int:pk>/claim/", mine.claim, name="my_claim"),
    path("me/points/<int:pk>/give/", giving.give, name="give"),
    path("me/points/<int:pk>/certificate/", years.certify, name="certify"),
    path("me/points/claims/<uuid:pk>/withdraw/", mine.withdraw, name="withdraw"),
    path("staff/points/", staff.desk, name="desk"),
    path("staff/points/accounts/<int:pk>/", staff.account, name="account"),
    path("staff/points/accounts/<int:pk>/award/", staff.give, name="award"),
    path("staff/points/accounts/<int:pk>/adjust/", staff.adjust, name="adjust"),
    path("staff/points/accounts/<int:pk>/claim/", claims.for_somebody, name="claim_for"),
    path("staff/points/accounts/<int:pk>/give/", giving.give_for, name="give_for"),
    path("staff/points/accounts/<int:pk>/certificate/", years.certify_for, name="certify_for"),
    path("staff/points/accounts/<int:pk>/card.pdf", staff.card, name="card"),
    path("staff/points/accounts/<int:pk>/statement.pdf", staff.paper_of, name="account_pdf"),
    path("staff/points/transfers/<uuid:pk>/reverse/", staff.reverse_one, name="reverse"),
    path("staff/points/gifts/<uuid:pk>/", giving.gift, name="gift"),
    path("staff/points/gifts/<uuid:pk>/receipt.pdf", giving.gift_paper, name="gift_paper"),
    path("staff/points/claims/", claims.listing, name="claims"),
    path("staff/points/claims/<uuid:pk>/", claims.one, name="claim"),
    path("staff/points/claims/<uuid:pk>/payee/", claims.payee, name="payee"),
    path("staff/points/claims/<uuid:pk>/correct/", claims.correct, name="correct"),
    path("staff/points/claims/<uuid:pk>/refuse/", claims.refuse, name="refuse"),
    path("staff/points/claims/<uuid:pk>/receipt.pdf", claims.receipt, name="receipt"),
    path("staff/points/claims/<uuid:pk>/<slug:deed>/", claims.do, name="do"),
    path("staff/points/payments/<uuid:pk>/came-back/", claims.came_back, name="came_back"),
    path("staff/points/bank/<uuid:pk>/", claims.bank_file, name="bank_file"),
    path("staff/points/bank/<uuid:pk>/file.txt", claims.bank_bytes, name="bank_bytes"),
    path("staff/points/schemes/new/", ruling.new_scheme, name="new_scheme"),
    path("staff/points/<slug:slug>/cards/", staff.cards, name="cards"),
    path("staff/points/<slug:slug>/counter/", counter.counter, name="counter"),
    path("staff/points/<slug:slug>/open/", staff.open_account, name="open"),
    path("staff/points/<slug:slug>/years/", years.years, name="years"),
    path("staff/points/<slug:slug>/opening/", opening.opening, name="opening"),
    path(
        "staff/points/<slug:slug>/opening/sample.csv", opening.opening_sample, name="opening_sample"
    ),
    path("staff/points/<slug:slug>/opening/<uuid:key>/", opening.opening_list, name="opening_list"),
    path(
        "staff/points/<slug:slug>/opening/<uuid:key>/apply/",
        opening.opening_apply,
        name="opening_apply",
    ),
    path(
        "staff/points/<slug:slug>/opening/<uuid:key>/rejected.csv",
        opening.opening_rejected,
        name="opening_rejected",
    ),
    path("staff/points/<slug:slug>/rules/", ruling.rules, name="rules"),
    path("staff/points/<slug:slug>/bank/", claims.bank, name="bank"),
    path("staff/points/<slug:slug>/payer/", claims.payer, name="payer"),
]
