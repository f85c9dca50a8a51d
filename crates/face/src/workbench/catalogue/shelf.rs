//! What 事项库 and 权责清单 have in common on the workbench: a list that changes by workbooks.

use std::future::Future;

use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use office::adjustment::Listed;
use office::catalogue::{self, Filter, Item, Plan};
use office::power::{self, Power};
use sheet::{Page, Unwritable};

/// How an organisation's code is told from its name, and its name from its code.
pub type Code<'c> = dyn Fn(&str) -> Option<String> + 'c;
pub type Name<'n> = dyn Fn(&str) -> String + 'n;

/// The words and addresses of a list's pages.
#[derive(Clone, Copy)]
pub struct Room {
    /// Where the list is.
    pub href: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What a change of it is called.
    pub change: &'static str,
    /// What one of its rows is called.
    pub noun: &'static str,
    /// The name of the workbook to fill in.
    pub template: &'static str,
    /// What is said when a change was accepted.
    pub accepted: &'static str,
}

/// A list of the workbench.
pub trait Shelf: Listed {
    /// Its pages.
    const ROOM: Room;

    /// The workbook to fill in.
    fn template(made_on: Date) -> std::result::Result<Vec<u8>, Unwritable>;
    /// What a workbook says.
    fn read(pages: &[Page], org: &Code<'_>) -> Plan<Self>;
    /// Everything that a row says, as labels and words.
    fn facts(&self, org_name: &Name<'_>) -> Vec<(String, String)>;
    /// Where the form of a row can be tried as this adjustment is to make it; empty where it has none.
    fn form_of(_code: &str, _adjustment: i64) -> String {
        String::new()
    }
    /// The codes that are in force below a path.
    fn codes(conn: &mut Conn, path: &str, today: Date) -> impl Future<Output = Result<Vec<String>>> + Send;
}

impl Shelf for Item {
    const ROOM: Room = Room {
        href: "/desk/catalogue",
        name: "事项库",
        change: "目录调整",
        noun: "事项",
        template: "政务服务事项目录模板.xlsx",
        accepted: "已核对，新的版本已经生效。",
    };

    fn template(made_on: Date) -> std::result::Result<Vec<u8>, Unwritable> {
        catalogue::template(made_on)
    }

    fn read(pages: &[Page], org: &Code<'_>) -> Plan<Item> {
        catalogue::read(pages, org)
    }

    fn facts(&self, org_name: &Name<'_>) -> Vec<(String, String)> {
        catalogue::facts(self, org_name)
    }

    fn form_of(code: &str, adjustment: i64) -> String {
        format!("/desk/catalogue/items/{code}/form?adjustment={adjustment}")
    }

    async fn codes(conn: &mut Conn, path: &str, _: Date) -> Result<Vec<String>> {
        let filter = Filter {
            org_path: path.to_owned(),
            ..Filter::default()
        };
        let listed = catalogue::list(conn, &filter).await?;
        Ok(listed.into_iter().map(|it| it.code).collect())
    }
}

impl Shelf for Power {
    const ROOM: Room = Room {
        href: "/desk/powers",
        name: "权责清单",
        change: "清单调整",
        noun: "权力",
        template: "权责清单模板.xlsx",
        accepted: "已核对，新的版本自写明的日期起施行。",
    };

    fn template(made_on: Date) -> std::result::Result<Vec<u8>, Unwritable> {
        power::template(made_on)
    }

    fn read(pages: &[Page], org: &Code<'_>) -> Plan<Power> {
        power::read(pages, org)
    }

    fn facts(&self, org_name: &Name<'_>) -> Vec<(String, String)> {
        power::facts(self, org_name)
    }

    async fn codes(conn: &mut Conn, path: &str, today: Date) -> Result<Vec<String>> {
        let filter = power::Filter {
            org_path: path.to_owned(),
            ..power::Filter::default()
        };
        let listed = power::powers(conn, today, &filter).await?;
        Ok(listed.into_iter().map(|it| it.code).collect())
    }
}
