"""Addresses of what is printed."""

from django.urls import path

from gridward.testing.sheets import views

urlpatterns = [
    path("testing/sheets/", views.sheets, name="testing_sheets"),
    path("testing/sheets/list/", views.lists, name="testing_sheet_list"),
    path("testing/sheets/form/", views.paper_form, name="testing_sheet_form"),
    path("testing/sheets/cards/", views.cards, name="testing_sheet_cards"),
    path("testing/sheets/codes/", views.codes, name="testing_codes_new"),
    path("testing/sheets/codes/<uuid:range_id>/", views.code_sheet, name="testing_sheet_codes"),
]
