//! 依申请公开: due days of the shipped definition, an article a row.
//!
//! The expected days come from a separate walk over the State Council's notices for 2025–2026, with each
//! pause, restart and extension worked out by hand along `docs/guides/procedures.md`.

use crate::deadlines::tell;
use crate::script::{Case, instant};

/// (article, script, read at, clock, expected)
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("条例31 当面提交", "2026-03-02 register channel=counter applicant_kind=person", "2026-03-03", "answer", "running 2026-03-30 green left 19"),
    ("条例31 邮寄签收", "2026-03-04 register channel=post applicant_kind=person on=2026-03-02", "2026-03-05", "answer", "running 2026-03-30 green left 17"),
    ("条例31 双方确认之日", "2026-03-02 file channel=online applicant_kind=person; 2026-03-05 confirm applicant_confirmed=true", "2026-03-06", "answer", "running 2026-04-02 green left 19"),
    ("条例31 未确认不起算", "2026-03-02 file channel=email applicant_kind=business", "2026-03-20", "answer", "idle"),
    ("承诺 确认一个工作日", "2026-03-06 file channel=fax applicant_kind=person", "2026-03-06", "confirm", "running 2026-03-09 yellow left 1"),
    ("条例31 周六当面提交", "2026-03-07 register channel=counter applicant_kind=person", "2026-03-09", "answer", "running 2026-04-03 green left 19"),
    ("条例31 春节前", "2026-02-13 register channel=counter applicant_kind=legal", "2026-02-14", "answer", "running 2026-03-19 green left 19"),
    ("条例33 调休上班日收到", "2026-02-28 register channel=counter applicant_kind=person", "2026-03-02", "answer", "running 2026-03-27 green left 19"),
    ("条例33 跨年", "2025-12-25 register channel=counter applicant_kind=person", "2025-12-26", "answer", "running 2026-01-23 green left 19"),
    ("条例33 元旦前一日", "2025-12-31 register channel=counter applicant_kind=person", "2026-01-04", "answer", "running 2026-01-29 green left 19"),
    ("条例33 国庆", "2026-09-18 register channel=counter applicant_kind=person", "2026-09-20", "answer", "running 2026-10-22 green left 19"),
    ("条例30 七个工作日", "2026-03-02 register channel=counter applicant_kind=person", "2026-03-03", "notice", "running 2026-03-11 green left 6"),
    ("条例30 七个工作日 国庆", "2026-09-18 register channel=counter applicant_kind=person", "2026-09-19", "notice", "running 2026-09-29 green left 7"),
    ("条例30 待补正不计算", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-09 ask-correction correction_days=10", "2026-03-10", "answer", "halted"),
    ("条例30 补正期限", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-09 ask-correction correction_days=10", "2026-03-10", "correction", "running 2026-03-23 green left 9"),
    ("条例30 补正重新起算", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-09 ask-correction correction_days=10; 2026-03-20 correct", "2026-03-23", "answer", "running 2026-04-20 green left 19"),
    ("条例30 补正邮寄日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-09 ask-correction correction_days=10; 2026-03-23 correct on=2026-03-19", "2026-03-24", "answer", "running 2026-04-17 green left 17"),
    ("条例30 逾期有正当理由", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-09 ask-correction correction_days=10; 2026-03-30 accept-late", "2026-03-31", "answer", "running 2026-04-28 green left 19"),
    ("条例30 补正期限 清明", "2026-03-30 register channel=counter applicant_kind=person; 2026-04-01 ask-correction correction_days=5", "2026-04-02", "correction", "running 2026-04-09 green left 4"),
    ("条例33三 发出征求即停", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 consult third_parties=甲", "2026-03-12", "answer", "paused left 15"),
    ("条例32 自第三方收到起十五个工作日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 consult third_parties=甲; 2026-03-11 serve@甲", "2026-03-12", "third-party@甲", "running 2026-04-01 green left 14"),
    ("条例32 邮寄签收日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 consult third_parties=甲; 2026-03-12 serve@甲 on=2026-03-10", "2026-03-13", "third-party@甲", "running 2026-03-31 green left 12"),
    ("条例32 提出意见恢复", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 consult third_parties=甲; 2026-03-11 serve@甲; 2026-03-18 give-opinion@甲 agrees=no", "2026-03-19", "answer", "running 2026-04-09 green left 14"),
    ("条例32 逾期未答，届满日恢复", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 consult third_parties=甲; 2026-03-11 serve@甲", "2026-04-03", "answer", "running 2026-04-23 green left 13"),
    ("条例32 无法送达恢复", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 consult third_parties=甲; 2026-03-20 unserved@甲", "2026-03-23", "answer", "running 2026-04-13 green left 14"),
    ("条例32 两方重叠只计一次", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 consult third_parties=甲,乙; 2026-03-10 serve@甲; 2026-03-11 serve@乙; 2026-03-12 give-opinion@甲 agrees=yes; 2026-03-18 give-opinion@乙 agrees=no", "2026-03-19", "answer", "running 2026-04-09 green left 14"),
    ("条例32 一方未答仍停", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 consult third_parties=甲,乙; 2026-03-10 serve@甲; 2026-03-11 serve@乙; 2026-03-12 give-opinion@甲 agrees=yes", "2026-03-13", "answer", "paused left 15"),
    ("条例34 共同制作机关十五个工作日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-05 ask-makers joint_makers=甲; 2026-03-06 maker-served@甲", "2026-03-09", "joint-maker@甲", "running 2026-03-27 green left 14"),
    ("条例34 答复恢复", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-05 ask-makers joint_makers=甲; 2026-03-06 maker-served@甲; 2026-03-16 maker-opinion@甲 maker_agrees=yes", "2026-03-17", "answer", "running 2026-04-09 green left 16"),
    ("条例34 逾期视为同意，届满日恢复", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-05 ask-makers joint_makers=甲; 2026-03-06 maker-served@甲", "2026-03-30", "answer", "running 2026-04-22 green left 16"),
    ("条例33三 其他机关不设期限", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-13 ask-agencies", "2026-06-30", "answer", "paused left 11"),
    ("条例33三 周六收到答复", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-13 ask-agencies; 2026-03-21 agencies-answer", "2026-03-23", "answer", "running 2026-04-07 green left 10"),
    ("条例32、33三 先征求机关再征求第三方", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-13 ask-agencies; 2026-03-18 agencies-answer; 2026-03-20 consult third_parties=甲; 2026-03-23 serve@甲; 2026-03-27 give-opinion@甲 agrees=yes", "2026-03-30", "answer", "running 2026-04-10 green left 8"),
    ("条例33二 延长十日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-20 extend extension_days=10", "2026-03-23", "answer", "running 2026-04-14 green left 15"),
    ("条例33二 两次合计二十日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-20 extend extension_days=5; 2026-03-23 extend extension_days=15", "2026-03-24", "answer", "running 2026-04-28 green left 24"),
    ("条例33二、三 延长与征求意见", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-06 extend extension_days=10; 2026-03-09 consult third_parties=甲; 2026-03-10 serve@甲; 2026-03-18 give-opinion@甲 agrees=yes", "2026-03-19", "answer", "running 2026-04-23 green left 24"),
    ("条例33二、30 审查中延长后补正", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-04 extend extension_days=10; 2026-03-09 ask-correction correction_days=10; 2026-03-20 correct", "2026-03-23", "answer", "running 2026-05-07 green left 29"),
    ("处理费 通知未送达不停", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 charge fee_method=pages fee_quantity=250 fee_yuan=4700", "2026-03-10", "answer", "running 2026-03-30 green left 14"),
    ("处理费 待缴费", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 charge fee_method=pages fee_quantity=250 fee_yuan=4700; 2026-03-11 charge-served", "2026-03-12", "answer", "halted"),
    ("处理费 收到次日起二十个工作日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 charge fee_method=pages fee_quantity=250 fee_yuan=4700; 2026-03-11 charge-served", "2026-03-12", "fee", "running 2026-04-09 green left 19"),
    ("处理费 缴费后重新起算", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 charge fee_method=pages fee_quantity=250 fee_yuan=4700; 2026-03-11 charge-served; 2026-03-25 pay paid_yuan=4700 on=2026-03-24", "2026-03-26", "answer", "running 2026-04-22 green left 18"),
    ("处理费 撤销收费重新起算", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-09 charge fee_method=pages fee_quantity=250 fee_yuan=4700; 2026-03-11 charge-served; 2026-03-18 waive-fee", "2026-03-19", "answer", "running 2026-04-16 green left 19"),
    ("条例35 说明理由不停", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-05 ask-reasons", "2026-03-06", "answer", "running 2026-03-30 green left 16"),
    ("条例35 合理延迟", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-05 ask-reasons; 2026-03-09 give-reasons; 2026-03-10 delay stated_on=2026-06-30", "2026-06-01", "delay", "running 2026-06-30 green left 29"),
    ("内部 科室五个工作日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-04 assign departments=甲", "2026-03-05", "draft@甲", "running 2026-03-11 green left 4"),
    ("条例45 科室拟办不停", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-04 assign departments=甲; 2026-03-06 submit-draft@甲; 2026-03-06 collect-drafts", "2026-03-09", "answer", "running 2026-03-30 green left 15"),
    ("内部 签发两个工作日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-10 propose-reply reply_type=granted", "2026-03-11", "signature", "running 2026-03-12 yellow left 1"),
    ("条例33 签发未送达仍在计算", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-26 propose-reply reply_type=granted; 2026-03-27 sign", "2026-03-28", "answer", "running 2026-03-30 yellow left 1"),
    ("条例33 届满日送达不迟", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-26 propose-reply reply_type=granted; 2026-03-27 sign; 2026-03-30 dispatch delivery_way=post", "2026-05-01", "answer", "stopped 2026-03-30"),
    ("条例33 次日送达迟", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-26 propose-reply reply_type=granted; 2026-03-27 sign; 2026-03-31 dispatch delivery_way=post", "2026-05-01", "answer", "stopped 2026-03-30 red late"),
    ("条例33 凭寄出凭证不迟", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-26 propose-reply reply_type=granted; 2026-03-27 sign; 2026-03-31 dispatch delivery_way=post on=2026-03-30", "2026-05-01", "answer", "stopped 2026-03-30"),
    ("条例33 撤回即止", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-20 withdraw", "2026-05-01", "answer", "stopped 2026-03-30"),
    ("内部 归档二十个工作日", "2026-03-02 register channel=counter applicant_kind=person; 2026-03-03 clear; 2026-03-26 propose-reply reply_type=granted; 2026-03-27 sign; 2026-03-30 dispatch delivery_way=post", "2026-03-31", "archive", "running 2026-04-28 green left 19"),
    ("条例33 次年未公布", "2026-12-15 register channel=counter applicant_kind=person", "2026-12-16", "answer", "running 2027-01-12? green left 19"),
];

#[test]
fn every_row_of_a_request() {
    let mut wrong = Vec::new();
    for (article, script, at, clock, expected) in ROWS {
        let told = match Case::play("information-request", script) {
            Ok(mut case) => {
                case.wake(instant(at));
                tell(&case.reading(clock, instant(at)))
            }
            Err(issues) => format!("{issues:?}"),
        };
        if told != *expected {
            wrong.push(format!(
                "{article}: {script}\n  {clock} at {at}: {told}\n  expected {expected}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        ROWS.len(),
        wrong.join("\n")
    );
}
