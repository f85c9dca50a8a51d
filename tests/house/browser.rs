//! The browser itself: that what the journeys rely on does what it says.

use std::io::{Read, Write};
use std::net::TcpListener;

use tests::support::{Browser, Settings};

/// Without a language, with an unnamed picture and pale text; a script writes what it can measure.
const FAULTY: &str = "<!doctype html><html><head><meta charset=utf-8><title>日晷</title></head>\
    <body><main><h1>政务公开</h1><img src=x.png><p style='color:#ccc;background:#fff'>看不清</p>\
    <p id=said>没有脚本</p><div style='height:3000px'></div></main>\
    <script>said.textContent = '宽 ' + innerWidth</script></body></html>";

const SOUND: &str = "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>日晷</title></head>\
    <body><main><h1>政务公开</h1><p>看得清</p></main></body></html>";

/// Says what was done to it: a file chosen, a button pressed, a stretch drawn over.
const HANDLED: &str = "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>日晷</title></head><body><main>\
    <h1>政务公开</h1><p id=said>还没有</p><input id=file type=file aria-label=文件 \
    onchange='said.textContent = file.files[0].name + file.files[0].size'><a href=/notice.html download>取走</a>\
    <button onclick='said.textContent = \"按了\"'>按一下</button>\
    <div id=sheet style='width:200px;height:100px;background:#eee'></div></main><script>\
    let from; sheet.onpointerdown = e => { from = e.offsetX };\
    sheet.onpointerup = e => { said.textContent = `从 ${Math.round(from)} 到 ${Math.round(e.offsetX)}` }\
    </script></body></html>";

/// Serves one page to whoever asks, for as long as the test runs.
fn serve(page: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}/", listener.local_addr().expect("bound above"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n";
            let _ = write!(stream, "{head}Content-Length: {}\r\n\r\n{page}", page.len());
        }
    });
    address
}

#[tokio::test]
async fn axe_finds_what_is_wrong_and_passes_what_is_right() {
    let Some(browser) = Browser::open(
        "house::browser::axe_finds_what_is_wrong_and_passes_what_is_right",
        Settings::WIDE,
    )
    .await
    else {
        return;
    };
    browser.goto(&serve(FAULTY)).await;
    let found: Vec<String> = browser.violations().await.into_iter().map(|it| it.rule).collect();
    for rule in ["color-contrast", "html-has-lang", "image-alt"] {
        assert!(found.contains(&rule.to_owned()), "{rule} not among {found:?}");
    }
    browser.goto(&serve(SOUND)).await;
    browser.assert_accessible().await;
}

#[tokio::test]
async fn a_telephone_is_as_narrow_as_it_says_and_its_picture_shows_the_whole_page() {
    let Some(browser) = Browser::open(
        "house::browser::a_telephone_is_as_narrow_as_it_says_and_its_picture_shows_the_whole_page",
        Settings::NARROW,
    )
    .await
    else {
        return;
    };
    browser.goto(&serve(FAULTY)).await;
    assert_eq!(browser.text("#said").await, "宽 390");
    let picture = std::fs::read(browser.screenshot("house-browser-narrow")).expect("saved");
    let side = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().expect("four bytes"));
    // Width and height stand in a PNG's first chunk.
    assert!(side(16) <= 390 && side(20) > 3000, "{} × {}", side(16), side(20));
}

#[tokio::test]
async fn without_javascript_no_page_runs_a_script() {
    let settings = Settings::WIDE.without_javascript();
    let Some(browser) = Browser::open(
        "house::browser::without_javascript_no_page_runs_a_script",
        settings,
    )
    .await
    else {
        return;
    };
    browser.goto(&serve(FAULTY)).await;
    assert_eq!(browser.text("#said").await, "没有脚本");
}

#[tokio::test]
async fn files_go_in_and_out_keys_find_the_way_and_the_mouse_draws() {
    let Some(browser) = Browser::open(
        "house::browser::files_go_in_and_out_keys_find_the_way_and_the_mouse_draws",
        Settings::WIDE,
    )
    .await
    else {
        return;
    };
    browser.goto(&serve(HANDLED)).await;
    browser.choose_file("#file", "证件.png", b"seven b").await;
    browser.assert_says("#said", &["证件.png7"]).await;
    let (name, content) = browser.download("取走").await;
    assert_eq!(
        (name.as_str(), content.as_slice()),
        ("notice.html", HANDLED.as_bytes())
    );
    browser.enter("按一下").await;
    browser.assert_says("#said", &["按了"]).await;
    browser.drag("#sheet", (0.1, 0.5), (0.6, 0.5)).await;
    browser.assert_says("#said", &["从 20 到 120"]).await;
    browser.assert_quiet();
}

#[tokio::test]
async fn what_the_browser_complains_about_is_heard() {
    let name = "house::browser::what_the_browser_complains_about_is_heard";
    let Some(browser) = Browser::open(name, Settings::WIDE).await else {
        return;
    };
    browser
        .goto(&serve(
            "<!doctype html><main>日晷</main><script>nothing_of_this_name()</script>",
        ))
        .await;
    let heard = browser.complaints().join("");
    assert!(heard.contains("nothing_of_this_name"), "{heard}");
    assert_eq!(browser.complaints(), [""; 0], "once");
}
