//! Who comes in and who stands in: a one-time password and one's own, a door that closes, leave, and work
//! that changes hands.

use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::house::{House, PASSWORD, Seat};

const NAME: &str = "house::journeys::entering::people_come_in_stand_in_and_hand_over";
const OWN: &str = "雨后初晴的山路 2026";

#[test]
fn people_come_in_stand_in_and_hand_over() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let given = a_password_is_given(&house, &seat).await;
        it_is_changed_before_anything_else(&seat, &given).await;
        the_door_closes(&house, &seat).await;
        somebody_goes_on_leave(&house, &seat).await;
        work_changes_hands(&house, &seat).await;
    });
}

async fn a_password_is_given(house: &House, seat: &Seat<'_>) -> String {
    let page = &seat.browser;
    seat.log_in("guan").await;
    page.press("组织与人员").await;
    page.press("晴川县人民政府办公室").await;
    page.press("ke2某").await;
    page.press("生成一次性密码").await;
    page.assert_says(".notice-warning", &["只显示这一次", "当面或者打电话"])
        .await;
    page.assert_accessible().await;
    page.screenshot("journey-one-time-password");
    let given = page.text("#one-time").await;
    seat.open(&format!("/desk/people/persons/{}", house.town.person("ke2")))
        .await;
    assert_eq!(page.count("#one-time").await, 0, "it is shown once");
    given
}

async fn it_is_changed_before_anything_else(seat: &Seat<'_>, given: &str) {
    let page = &seat.browser;
    seat.try_to_log_in("ke2", PASSWORD).await;
    page.assert_says(".errors", &["账号或密码不正确"]).await;
    page.assert_accessible().await;
    seat.try_to_log_in("ke2", given).await;
    page.assert_says("main", &["设置自己的密码", "ke2某，您好"]).await;
    page.assert_accessible().await;
    seat.open("/desk/reviews").await;
    page.assert_says("h1", &["设置自己的密码"]).await;
    for (first, second, wrong) in [
        ("short", "short", "新密码不足10位"),
        (OWN, "雨后初晴的山路 2027", "两次输入的新密码不一样"),
        (given, given, "新密码和原来的一样"),
    ] {
        page.fill("#new_password", first).await;
        page.fill("#repeat_password", second).await;
        page.press("保存并进入工作台").await;
        page.assert_says(".errors", &[wrong]).await;
    }
    page.fill("#new_password", OWN).await;
    page.fill("#repeat_password", OWN).await;
    page.press("保存并进入工作台").await;
    page.assert_says(".flash", &["密码已更换"]).await;
    page.assert_says("h1", &["审核"]).await;
    page.press("退出").await;
    page.assert_says("main", &["您已退出"]).await;
    seat.try_to_log_in("ke2", given).await;
    page.assert_says(".errors", &["账号或密码不正确"]).await;
    seat.try_to_log_in("ke2", OWN).await;
    page.assert_says(".who", &["ke2某"]).await;
}

async fn the_door_closes(house: &House, seat: &Seat<'_>) {
    let page = &seat.browser;
    for n in 1..=5 {
        seat.try_to_log_in("fen", "猜的密码一二三四").await;
        let said = if n < 5 {
            "连续输错5次，账号会关闭15分钟"
        } else {
            "已暂时关闭"
        };
        page.assert_says(".errors", &[said]).await;
    }
    let until = kernel::time::local(house.town.now() + jiff::SignedDuration::from_mins(15));
    page.assert_says(".errors", &[&format!("{} 后可以再试", until.strftime("%H:%M"))])
        .await;
    seat.try_to_log_in("fen", PASSWORD).await;
    page.assert_says(".errors", &["已暂时关闭"]).await;
    page.assert_accessible().await;
    house.later(15);
    seat.log_in("fen").await;
}

/// fen, who is at the desk, lends the leader's post to ke2.
async fn somebody_goes_on_leave(house: &House, seat: &Seat<'_>) {
    let page = &seat.browser;
    page.press("我的岗位").await;
    page.press("委托代办").await;
    page.assert_says(".errors", &["没有选择代办人"]).await;
    page.press("分管领导").await;
    choose_person(seat, "#to_person", "ke2某").await;
    page.set("#from_on", "2026-09-07").await;
    page.set("#until_on", "2026-09-11").await;
    page.fill("#reason", "年休假").await;
    page.press("委托代办").await;
    page.assert_says(".flash", &["已委托代办，并告知了代办人"]).await;
    page.assert_says(
        "main",
        &["由ke2某代办，2026-09-07 至 2026-09-11", "我回来了，收回"],
    )
    .await;
    page.assert_accessible().await;
    page.screenshot("journey-on-leave");
    let (_, case) = house.town.submitted("节前检查").await;
    house
        .town
        .decide("ke", case, "approve-section")
        .await
        .expect("ke reviews");
    seat.try_to_log_in("ke2", OWN).await;
    page.assert_says("#queue", &["节前检查", "代 fen某"]).await;
    page.press("节前检查").await;
    page.assert_says("main", &["您正在代 fen某 办理"]).await;
    page.press("分管领导审核通过").await;
    page.assert_says(".timeline", &["ke2某（代 fen某） 分管领导审核通过"])
        .await;
    // Who is back takes the post back.
    seat.log_in("fen").await;
    page.press("我的岗位").await;
    page.press("我回来了，收回").await;
    page.assert_says(".flash", &["代办已收回"]).await;
    assert!(!page.text("main").await.contains("由ke2某代办"));
}

async fn work_changes_hands(house: &House, seat: &Seat<'_>) {
    let page = &seat.browser;
    house.town.draft("没写完的通知").await;
    seat.log_in("xie").await;
    page.press("我的岗位").await;
    choose_person(seat, "#give-to", "bian某").await;
    page.fill("#give-why", "调任").await;
    page.press("提出交接").await;
    page.assert_says(".flash", &["交接已提出，对方确认后生效"]).await;
    page.assert_says("main", &["已向 bian某 提出"]).await;
    seat.log_in("bian").await;
    page.press("我的岗位").await;
    page.assert_says(".notice", &["xie某要把工作交给您", "没写完的通知"])
        .await;
    page.assert_accessible().await;
    page.screenshot("journey-hand-over");
    page.press("确认接手").await;
    page.assert_says(".flash", &["已接手，这些工作现在由您负责"])
        .await;
    assert_eq!(
        page.count("form[action$='/acceptance']").await,
        0,
        "it is answered"
    );
    seat.log_in("xie").await;
    page.press("我的岗位").await;
    assert!(!page.text("main").await.contains("已向 bian某 提出"));
}

/// Chooses somebody in a list whose lines say more than the name.
async fn choose_person(seat: &Seat<'_>, css: &str, name: &str) {
    let path = format!("{css} option");
    for option in seat
        .browser
        .client
        .find_all(fantoccini::Locator::Css(&path))
        .await
        .expect("a list")
    {
        if option.text().await.expect("a line").contains(name) {
            return option.click().await.expect("it can be chosen");
        }
    }
    panic!("{name} is not in {css}");
}
