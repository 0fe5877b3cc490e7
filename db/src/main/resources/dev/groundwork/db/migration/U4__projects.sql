-- loses: app.projects
-- loses: app.project_members
-- loses: app.tasks

drop table app.tasks;
drop table app.project_members;
drop table app.projects;
drop function app.check_project_owner();
