//! The site's own pages: who runs it, how to reach them, what it can and cannot do.

use askama::Template;
use axum::extract::Query;
use kernel::Result;
use serde::Deserialize;

use super::frame::{Shell, telephone};
use super::page::{Ask, Drawn};
use super::shape::Fact;
use crate::door::{PageResult, local_path};
use crate::workbench::NavLink;

/// A page that says the same to everybody and needs nothing but the shell.
macro_rules! plain_page {
    ($(#[$doc:meta])* $handler:ident, $page:ident, $template:literal, $path:literal, $title:literal) => {
        #[derive(Template)]
        #[template(path = $template)]
        struct $page {
            shell: Shell,
            trail: Vec<NavLink>,
        }

        $(#[$doc])*
        pub(super) async fn $handler(ask: Ask) -> PageResult {
            ask.kept($path, async {
                Drawn::new(&$page { shell: ask.shell($path), trail: ask.frame.trail(None, $title) })
            })
            .await
        }
    };
}

plain_page!(
    /// 无障碍声明 (无障碍环境建设法 art. 32).
    accessibility, AccessibilityPage, "portal/accessibility.html", "/accessibility", "无障碍声明"
);
plain_page!(
    /// 请人帮我.
    help, HelpPage, "portal/help.html", "/help", "请人帮我"
);
plain_page!(
    /// 开放接口.
    api, ApiPage, "portal/api.html", "/api", "开放接口"
);

#[derive(Template)]
#[template(path = "portal/contact.html")]
struct ContactPage {
    shell: Shell,
    trail: Vec<NavLink>,
    facts: Vec<Fact>,
}

/// 联系我们.
pub(super) async fn contact(ask: Ask) -> PageResult {
    ask.kept("/contact", async {
        let site = &ask.frame.site;
        let call = format!("tel:{}", telephone(&site.phone).0);
        let facts = Fact::present(vec![
            Fact::new("电话", &*site.phone).linked(if site.phone.is_empty() {
                String::new()
            } else {
                call
            }),
            Fact::new("地址", &*site.address),
            Fact::new("主办单位", &*site.sponsor),
            Fact::new("承办单位", &*site.operator),
        ]);
        Drawn::new(&ContactPage {
            shell: ask.shell("/contact"),
            trail: ask.frame.trail(None, "联系我们"),
            facts,
        })
    })
    .await
}

#[derive(Template)]
#[template(path = "portal/about.html")]
struct AboutPage {
    shell: Shell,
    trail: Vec<NavLink>,
    facts: Vec<Fact>,
}

/// 网站说明.
pub(super) async fn about(ask: Ask) -> PageResult {
    ask.kept("/about", async {
        let site = &ask.frame.site;
        let facts = Fact::present(vec![
            Fact::new("网站名称", &*site.name),
            Fact::new("域名", &*site.domain),
            Fact::new("网站标识码", &*site.id_code),
            Fact::new("主办单位", &*site.sponsor),
            Fact::new("承办单位", &*site.operator),
            Fact::new("ICP 备案", &*site.icp),
            Fact::new("公安备案", &*site.police_record),
        ]);
        Drawn::new(&AboutPage {
            shell: ask.shell("/about"),
            trail: ask.frame.trail(None, "网站说明"),
            facts,
        })
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Faulty {
    page: String,
}

#[derive(Template)]
#[template(path = "portal/errata.html")]
struct ErrataPage {
    shell: Shell,
    trail: Vec<NavLink>,
    about: String,
}

/// 我为政府网站找错: whom to tell, and which page to name.
pub(super) async fn errata(ask: Ask, Query(faulty): Query<Faulty>) -> PageResult {
    let about = local_path(&faulty.page)
        .filter(|path| *path != "/")
        .map(|path| ask.frame.absolute(path));
    let page = ErrataPage {
        shell: ask.shell("/errata"),
        trail: ask.frame.trail(None, "我为政府网站找错"),
        about: about.unwrap_or_default(),
    };
    ask.once(Drawn::new(&page)?)
}

#[derive(Template)]
#[template(path = "portal/ledger.html")]
struct LedgerPage {
    shell: Shell,
    trail: Vec<NavLink>,
    size: i64,
    origin: String,
    verifier: String,
    demo: bool,
    checkpoint: String,
}

/// 公开存证: what it is, its key, its newest head, how to check it.
pub(super) async fn ledger(ask: Ask) -> PageResult {
    let drawn = draw_ledger(&ask).await?;
    ask.once(drawn)
}

async fn draw_ledger(ask: &Ask) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let identity = ask.app.signer.identity();
    Drawn::new(&LedgerPage {
        shell: ask.shell("/ledger"),
        trail: ask.frame.trail(None, "公开存证"),
        size: kernel::record::head_size(&mut conn).await?,
        origin: identity.origin().to_string(),
        verifier: identity.verifier().to_string(),
        demo: identity.origin().is_demo(),
        checkpoint: kernel::record::checkpoint(&mut conn).await?.unwrap_or_default(),
    })
}
