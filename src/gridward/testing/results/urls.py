"""Addresses of results and of those who wait."""

from django.urls import path

from gridward.testing.results.views import entering, files, waiting

urlpatterns = [
    path("testing/results/", entering.results, name="testing_results"),
    path("testing/results/enter/", entering.enter, name="testing_result_enter"),
    path("testing/results/compare/", entering.compare, name="testing_result_compare"),
    path("testing/results/norms/", entering.set_norms, name="testing_result_norms"),
    path("testing/results/mine/", waiting.own, name="testing_results_mine"),
    path("testing/results/files/", files.upload, name="testing_result_upload"),
    path("testing/results/files/<uuid:import_id>/", files.result_import, name="testing_result_import"),
    path("testing/results/files/<uuid:import_id>/columns/", files.columns, name="testing_result_columns"),
    path("testing/results/files/<uuid:import_id>/row/", files.decide, name="testing_result_row"),
    path("testing/results/files/<uuid:import_id>/apply/", files.apply, name="testing_result_apply"),
    path("testing/results/files/<uuid:import_id>/cancel/", files.cancel, name="testing_result_cancel"),
    path("testing/results/<uuid:result_id>/", entering.result, name="testing_result"),
    path("testing/results/<uuid:result_id>/withdraw/", entering.withdraw, name="testing_result_withdraw"),
    path("testing/waits/", waiting.waits, name="testing_waits"),
    path("testing/waits/<uuid:wait_id>/", waiting.wait, name="testing_wait"),
    path("testing/waits/<uuid:wait_id>/release/", waiting.release, name="testing_wait_release"),
    path("testing/waits/<uuid:wait_id>/notice/", waiting.wait_notice, name="testing_wait_notice"),
    path("testing/stays/", waiting.stays, name="testing_stays"),
    path("testing/cases/", waiting.cases, name="testing_cases"),
    path("testing/cases/<uuid:case_id>/told/", waiting.case_step, {"step": "told"}, name="testing_case_told"),
    path(
        "testing/cases/<uuid:case_id>/reported/",
        waiting.case_step,
        {"step": "reported"},
        name="testing_case_reported",
    ),
]
