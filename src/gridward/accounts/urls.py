"""Addresses of signing in and of the people who work."""

from django.urls import path

from gridward.accounts.notices import views as notices
from gridward.accounts.views import devices, logs, people, rights, sign_ins, teams

urlpatterns = [
    path("sign-in/", sign_ins.sign_in, name="sign_in"),
    path("sign-in/community/", sign_ins.community_choice, name="community_choice"),
    path("sign-out/", sign_ins.sign_out, name="sign_out"),
    path("password/", sign_ins.password, name="password"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/count/", notices.notices_count, name="notices_count"),
    path("notices/<uuid:notice_id>/open/", notices.notice_open, name="notice_open"),
    path("workers/", people.people_at_work, name="people_at_work"),
    path("workers/new/", people.worker_new, name="worker_new"),
    path("workers/units/", teams.units, name="units"),
    path("workers/units/new/", teams.unit_new, name="unit_new"),
    path("workers/units/<uuid:unit_id>/", teams.unit_edit, name="unit_edit"),
    path("workers/teams/", teams.teams, name="teams"),
    path("workers/teams/new/", teams.team_new, name="team_new"),
    path("workers/teams/<uuid:team_id>/", teams.team_edit, name="team_edit"),
    path("workers/<uuid:worker_id>/", people.worker, name="worker"),
    path("workers/<uuid:worker_id>/edit/", people.worker_edit, name="worker_edit"),
    path("workers/<uuid:worker_id>/leave/", people.worker_leave, name="worker_leave"),
    path("settings/accounts/", rights.accounts, name="accounts"),
    path("settings/accounts/new/", rights.account_new, name="account_new"),
    path("settings/accounts/<uuid:worker_id>/", rights.account, name="account"),
    path("settings/accounts/<uuid:worker_id>/password/", rights.account_reset, name="account_reset"),
    path("settings/accounts/<uuid:worker_id>/unlock/", rights.account_unlock, name="account_unlock"),
    path("settings/accounts/<uuid:worker_id>/open/", rights.account_open, name="account_open"),
    path("settings/accounts/<uuid:worker_id>/rights/", rights.grant_new, name="grant_new"),
    path(
        "settings/accounts/<uuid:worker_id>/rights/<uuid:grant_id>/end/", rights.grant_end, name="grant_end"
    ),
    path("devices/", devices.devices, name="devices"),
    path("devices/code/", devices.device_code, name="device_code"),
    path("devices/<uuid:device_id>/revoke/", devices.device_revoke, name="device_revoke"),
    path("settings/log/", logs.log, name="log"),
]
