"""What the log calls things; what has no word here is shown by its name in the record."""

from __future__ import annotations

from typing import Final

from jineng.kernel.text import Text

KINDS: Final = {
    "audit": Text("操作日志", "audit record"),
    "draft": Text("方案草稿", "plan draft"),
    "import": Text("导入", "import"),
    "organisation": Text("单位", "organisation"),
    "person": Text("人员", "person"),
    "region": Text("行政区划", "region"),
    "run": Text("后台任务", "background run"),
    "selection_list": Text("选送名单", "selection list"),
    "settlement": Text("结算", "settlement"),
    "user": Text("账号", "account"),
}

ACTIONS: Final = {
    "account_closed": Text("关闭账号", "account closed"),
    "account_opened": Text("开立账号", "account opened"),
    "account_phone_changed": Text("更改账号手机", "account phone changed"),
    "account_role_changed": Text("更改账号岗位", "account role changed"),
    "account_unlocked": Text("解除账号锁定", "account unlocked"),
    "assistance_answered": Text("本人回应代办", "assistance answered"),
    "audit_exported": Text("导出操作日志", "audit record exported"),
    "audit_viewed": Text("查看操作日志", "audit record viewed"),
    "authenticator_bound": Text("绑定验证器", "authenticator bound"),
    "authenticator_reset": Text("重置验证器", "authenticator reset"),
    "book_settled": Text("完成结算", "book settled"),
    "book_unusable": Text("工作簿有问题", "book unusable"),
    "book_uploaded": Text("上传工作簿", "book uploaded"),
    "deputy_began": Text("代理开始", "deputy began"),
    "deputy_ended": Text("代理结束", "deputy ended"),
    "deputy_given": Text("指定代理", "deputy given"),
    "import_committed": Text("完成导入", "import committed"),
    "import_confirmed": Text("确认导入", "import confirmed"),
    "import_discarded": Text("放弃导入", "import discarded"),
    "import_downloaded": Text("下载导入问题", "import problems downloaded"),
    "import_expired": Text("导入过期", "import expired"),
    "import_faulty": Text("导入有问题", "import faulty"),
    "import_read": Text("读完导入文件", "import read"),
    "import_uploaded": Text("上传导入文件", "import uploaded"),
    "password_set": Text("设置密码", "password set"),
    "people_merged": Text("合并人员", "people merged"),
    "people_registered": Text("登记多人", "people registered"),
    "person_changed": Text("更改人员", "person changed"),
    "person_corrected": Text("更正人员", "person corrected"),
    "person_erased": Text("删除人员信息", "person erased"),
    "person_revealed": Text("查看完整信息", "person revealed"),
    "person_viewed": Text("打开人员档案", "person viewed"),
    "recovery_code_used": Text("使用恢复码", "recovery code used"),
    "regions_loaded": Text("载入行政区划", "regions loaded"),
    "request_decided": Text("处理申请", "request decided"),
    "request_made": Text("提出申请", "request made"),
    "row_deleted": Text("删除一行", "row deleted"),
    "row_inserted": Text("新增一行", "row added"),
    "rows_inserted": Text("成批新增", "rows added"),
    "row_updated": Text("更改一行", "row changed"),
    "run_failed": Text("后台任务未完成", "run failed"),
    "run_queued": Text("提交后台任务", "run queued"),
    "run_succeeded": Text("后台任务完成", "run succeeded"),
    "session_ended": Text("结束登录", "session ended"),
    "settlement_downloaded": Text("下载结算文件", "settlement downloaded"),
    "signed_in": Text("登录", "signed in"),
    "signed_out": Text("退出", "signed out"),
    "single_sign_on_linked": Text("关联统一登录", "single sign-on linked"),
    "single_sign_on_unlinked": Text("解除统一登录", "single sign-on unlinked"),
    "work_handed_over": Text("工作移交", "work handed over"),
}


def word_for(words: dict[str, Text], name: str) -> Text:
    """Return the word, or the name itself."""
    return words.get(name) or Text(name, name)
