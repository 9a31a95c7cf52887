# What a user of Terraform would write by hand for the same people: the roster decoded, one block a kind with for_each, the policy by
# templatefile. Six resources a person, as the synthesized stack has without a server.

terraform {
  required_providers {
    tencentcloud = {
      source  = "tencentcloudstack/tencentcloud"
      version = "1.83.25"
    }
  }
}

locals {
  roster    = yamldecode(file("${path.module}/employees.yaml"))
  lookups   = jsondecode(file("${path.module}/employees.lookups.json"))
  employees = { for each in local.roster.employees : each.name => each }
  environments = {
    for id, each in local.lookups.environments : each.alias => merge(each, { id = id })
  }
}

provider "tencentcloud" {
  region = local.roster.account.region
}

data "tencentcloud_cam_policies" "login" {
  name  = "QcloudCamReadOnlyAccess"
  scope = "QCS"
  type  = 2
}

resource "tencentcloud_cam_user" "all" {
  for_each            = local.employees
  name                = each.key
  email               = each.value.email
  console_login       = true
  need_reset_password = true
  use_api             = false
  force_delete        = true
  tags                = { employee = each.key, managed-by = "peer" }
}

resource "tencentcloud_cam_mfa_flag" "all" {
  for_each = local.employees
  op_uin   = tencentcloud_cam_user.all[each.key].uin
  login_flag {
    phone  = 0
    stoken = 1
    wechat = 0
  }
  action_flag {
    phone  = 0
    stoken = 1
    wechat = 0
  }
}

resource "tencentcloud_cam_policy" "boundary" {
  name     = "peer-boundary"
  document = file("${path.module}/boundary.json")
}

resource "tencentcloud_cam_user_permission_boundary_attachment" "all" {
  for_each   = local.employees
  target_uin = tencentcloud_cam_user.all[each.key].uin
  policy_id  = tencentcloud_cam_policy.boundary.id
}

resource "tencentcloud_cam_policy" "environment" {
  for_each = local.employees
  name     = "peer-env-${local.environments[each.key].id}@${each.key}"
  document = templatefile("${path.module}/policy.json.tftpl", {
    region      = local.environments[each.key].region
    ownerUin    = local.roster.account.ownerUin
    appId       = local.lookups.account.appId
    environment = local.environments[each.key]
  })
  tags = { employee = each.key, managed-by = "peer" }
}

resource "tencentcloud_cam_user_policy_attachment" "environment" {
  for_each   = local.employees
  user_name  = tencentcloud_cam_user.all[each.key].name
  policy_id  = tencentcloud_cam_policy.environment[each.key].id
  depends_on = [tencentcloud_cam_user_permission_boundary_attachment.all]
}

resource "tencentcloud_cam_user_policy_attachment" "login" {
  for_each   = local.employees
  user_name  = tencentcloud_cam_user.all[each.key].name
  policy_id  = data.tencentcloud_cam_policies.login.policy_list[0].policy_id
  depends_on = [tencentcloud_cam_user_permission_boundary_attachment.all]
}

output "initial_passwords" {
  sensitive = true
  value     = { for name, user in tencentcloud_cam_user.all : name => user.password }
}
