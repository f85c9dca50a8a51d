//! A workbook as items, or everything that is wrong with it.

use std::collections::BTreeMap;

use sheet::form::{CellError, Form};
use sheet::{Column, Line, Page};

use super::super::complete::faults;
use super::super::item::{Faq, Fee, Item, Material, Question, Special, Term};
use super::super::vocabulary::{
    Audience, Handling, KINDS, Level, MaterialKind, MaterialSource, RESULT_KINDS, Unit,
};
use super::{FAQS, FEES, FORM, ITEMS, MATERIALS, QUESTIONS, SPECIAL, columns, form};

/// The longest term in days, and the most copies that are believed.
const DAYS_MAX: i64 = 3_650;
const COPIES_MAX: i64 = 99;
/// The longest code.
const CODE_MAX: usize = 64;

/// What a workbook says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Row and item, in order. Whole only where nothing is wrong.
    pub items: Vec<(u32, Item)>,
    /// Everything that is wrong.
    pub errors: Vec<CellError>,
    /// Sheets and headings that are not read.
    pub ignored: Vec<String>,
}

/// Reads a catalogue. `org` tells the code of an organisation from its name or code.
pub fn read(pages: &[Page], org: &dyn Fn(&str) -> Option<String>) -> Plan {
    let mut plan = Plan::default();
    let Some(page) = pages.iter().find(|page| page.name.trim() == ITEMS) else {
        plan.errors.push(CellError {
            sheet: pages.first().map(|page| page.name.clone()).unwrap_or_default(),
            row: 0,
            column: String::new(),
            wrong: format!("没有名为“{ITEMS}”的工作表。"),
            accepted: "请使用模板，不要改工作表的名称。".to_owned(),
        });
        return plan;
    };
    let mut reader = Reader {
        form: Form::open(page, &columns::items()),
        org,
        rows: BTreeMap::new(),
        next: 0,
    };
    let lines = reader.form.lines();
    let mut items: Vec<(u32, Item)> = lines
        .iter()
        .map(|line| (line.number, reader.item(line)))
        .collect();
    if items.is_empty() && reader.form.errors.is_empty() {
        reader.form.wrong_sheet(
            "这张表没有一行事项。".to_owned(),
            "请从第二行起填写，一行一个业务办理项。",
        );
    }
    let (mut errors, rows) = (reader.form.errors, reader.rows);
    plan.ignored = reader.form.ignored;
    let mut parts = Parts {
        pages,
        rows: &rows,
        items: &mut items,
        errors: &mut errors,
        ignored: &mut plan.ignored,
    };
    parts.take(MATERIALS, &columns::materials(), material);
    parts.take(SPECIAL, &columns::special(), special);
    parts.take(FEES, &columns::fees(), fee);
    parts.take(QUESTIONS, &columns::questions(), question);
    parts.take(FAQS, &columns::faqs(), faq);
    parts.take(FORM, &columns::form(), form::read);
    if errors.is_empty() {
        contradictions(page, &items, &mut errors);
        form::tell(pages, &items, &mut errors);
    }
    plan.items = items;
    plan.errors = errors;
    plan
}

struct Reader<'r> {
    form: Form<'r>,
    org: &'r dyn Fn(&str) -> Option<String>,
    /// Place of each code among the items.
    rows: BTreeMap<String, usize>,
    /// Place of the next one.
    next: usize,
}

impl Reader<'_> {
    fn item(&mut self, line: &Line) -> Item {
        let form = &mut self.form;
        let audiences: Vec<(Audience, &str)> = Audience::ALL.iter().map(|it| (*it, it.label())).collect();
        let levels: Vec<(Level, &str)> = Level::ALL.iter().map(|it| (*it, it.label())).collect();
        let handlings: Vec<(Handling, &str)> = Handling::ALL.iter().map(|it| (*it, it.label())).collect();
        let results: Vec<(&str, &str)> = RESULT_KINDS.map(|it| (it, it)).into();
        let kind = form.choice(line, "kind", &KINDS).unwrap_or_default().to_owned();
        let level = form.choice(line, "level", &levels).unwrap_or_default();
        let handling = form.choice(line, "handling", &handlings).unwrap_or_default();
        let result_kind = form
            .choice(line, "result_kind", &results)
            .unwrap_or_default()
            .to_owned();
        let statutory = term(form, line, "statutory_days", "statutory_unit");
        let promised = term(form, line, "promised_days", "promised_unit");
        let visits = form
            .whole(line, "visits", 0, 9)
            .and_then(|it| u8::try_from(it).ok());
        Item {
            code: self.code(line),
            org_code: self.office(line, "org", true),
            partners: self.partners(line),
            audience: self.audience(line, &audiences),
            ..self.words(
                line,
                Item {
                    kind,
                    level,
                    handling,
                    result_kind,
                    statutory,
                    promised,
                    visits,
                    ..Item::default()
                },
            )
        }
    }

    /// The columns of plain words.
    fn words(&mut self, line: &Line, item: Item) -> Item {
        let form = &mut self.form;
        Item {
            base_code: form.text(line, "base_code"),
            main_name: form.text(line, "main_name"),
            sub_name: form.text(line, "sub_name"),
            name: form.needed(line, "name"),
            handling_office: form.text(line, "handling_office"),
            theme: form.text(line, "theme"),
            everyday_words: form.list(line, "everyday_words"),
            brief: form.text(line, "brief"),
            basis: form.list(line, "basis"),
            conditions: form.list(line, "conditions"),
            term_note: form.text(line, "term_note"),
            ways: form.list(line, "ways"),
            place: form.text(line, "place"),
            hours: form.text(line, "hours"),
            phone: form.text(line, "phone"),
            complaint: form.text(line, "complaint"),
            result_name: form.text(line, "result_name"),
            by_post: form.yes(line, "by_post"),
            pays_online: form.yes(line, "pays_online"),
            intermediary: form.text(line, "intermediary"),
            reach: form.text(line, "reach"),
            quota: form.text(line, "quota"),
            yearly: form.text(line, "yearly"),
            ..item
        }
    }

    /// A code of its own.
    fn code(&mut self, line: &Line) -> String {
        let code = self.form.needed(line, "code");
        let accepted = "请填编码：字母、数字和短横，每项一个，不重复。";
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if code.len() > CODE_MAX || !code.chars().all(plain) {
            self.form.wrong(
                line,
                "code",
                "编码里有不能使用的字，或者太长。".to_owned(),
                accepted,
            );
        } else if self.rows.contains_key(&code) {
            self.form
                .wrong(line, "code", format!("编码“{code}”在这张表里重复。"), accepted);
        }
        self.rows.entry(code.clone()).or_insert(self.next);
        self.next += 1;
        code
    }

    fn office(&mut self, line: &Line, column: &str, needed: bool) -> String {
        let name = if needed {
            self.form.needed(line, column)
        } else {
            self.form.text(line, column)
        };
        if name.is_empty() {
            return name;
        }
        (self.org)(&name).unwrap_or_else(|| {
            let wrong = format!("没有叫“{}”的单位。", sheet::form::shortened(&name));
            self.form
                .wrong(line, column, wrong, "请填本系统里单位的全称、简称或者代码。");
            String::new()
        })
    }

    fn partners(&mut self, line: &Line) -> Vec<String> {
        let names = self.form.list(line, "partners");
        let mut codes = Vec::new();
        for name in names {
            match (self.org)(&name) {
                Some(code) => codes.push(code),
                None => {
                    let wrong = format!("没有叫“{}”的单位。", sheet::form::shortened(&name));
                    self.form.wrong(
                        line,
                        "partners",
                        wrong,
                        "请填本系统里单位的全称、简称或者代码，一行一个。",
                    );
                }
            }
        }
        codes
    }

    fn audience(&mut self, line: &Line, all: &[(Audience, &str)]) -> Vec<Audience> {
        let mut found = Vec::new();
        for text in self.form.list(line, "audience") {
            match all.iter().find(|(_, label)| *label == text) {
                Some((one, _)) => found.push(*one),
                None => {
                    let wrong = format!("“{}”不在可以填写的范围里。", sheet::form::shortened(&text));
                    self.form.wrong(
                        line,
                        "audience",
                        wrong,
                        "可以填：自然人；法人。两种都有的各写一行。",
                    );
                }
            }
        }
        found
    }
}

fn term(form: &mut Form<'_>, line: &Line, days: &str, unit: &str) -> Term {
    let units: Vec<(Unit, &str)> = Unit::ALL.iter().map(|it| (*it, it.label())).collect();
    Term {
        days: form
            .whole(line, days, 0, DAYS_MAX)
            .and_then(|it| u16::try_from(it).ok()),
        unit: form.choice(line, unit, &units).unwrap_or_default(),
    }
}

/// The sheets of what an item has several of.
struct Parts<'p> {
    pages: &'p [Page],
    rows: &'p BTreeMap<String, usize>,
    items: &'p mut Vec<(u32, Item)>,
    errors: &'p mut Vec<CellError>,
    ignored: &'p mut Vec<String>,
}

impl Parts<'_> {
    /// Reads a sheet, if it is there, into the items that its rows name.
    fn take(&mut self, name: &str, columns: &[Column], read: fn(&mut Form<'_>, &Line, &mut Item)) {
        let Some(page) = self.pages.iter().find(|page| page.name.trim() == name) else {
            return;
        };
        let mut form = Form::open(page, columns);
        for line in form.lines() {
            let code = form.needed(line, "code");
            let mut nobody = Item::default();
            let item = self.rows.get(&code).and_then(|at| self.items.get_mut(*at));
            if item.is_none() && !code.is_empty() {
                let wrong = format!("“{ITEMS}”表里没有编码“{}”。", sheet::form::shortened(&code));
                form.wrong(line, "code", wrong, "请照“事项”表里的编码填写。");
            }
            read(&mut form, line, item.map_or(&mut nobody, |(_, item)| item));
        }
        self.errors.append(&mut form.errors);
        self.ignored.append(&mut form.ignored);
    }
}

fn material(form: &mut Form<'_>, line: &Line, item: &mut Item) {
    let kinds: Vec<(MaterialKind, &str)> = MaterialKind::ALL.iter().map(|it| (*it, it.label())).collect();
    let sources: Vec<(MaterialSource, &str)> =
        MaterialSource::ALL.iter().map(|it| (*it, it.label())).collect();
    let copies = form.whole(line, "copies", 0, COPIES_MAX).unwrap_or(1);
    item.materials.push(Material {
        name: form.needed(line, "name"),
        kind: form.choice(line, "kind", &kinds).unwrap_or_default(),
        copies: u8::try_from(copies).unwrap_or(1),
        source: form.choice(line, "source", &sources).unwrap_or_default(),
        notes: form.text(line, "notes"),
        blank_form: form.text(line, "blank_form"),
        sample_form: form.text(line, "sample_form"),
        needed: form.yes(line, "needed"),
        may_follow: form.yes(line, "may_follow"),
        only_if: form.list(line, "only_if"),
    });
}

fn special(form: &mut Form<'_>, line: &Line, item: &mut Item) {
    item.special.push(Special {
        name: form.needed(line, "name"),
        takes: form.text(line, "takes"),
        basis: form.needed(line, "basis"),
        fee_basis: form.text(line, "fee_basis"),
        counts: form.yes(line, "counts"),
    });
}

fn fee(form: &mut Form<'_>, line: &Line, item: &mut Item) {
    item.fees.push(Fee {
        name: form.needed(line, "name"),
        tariff: form.needed(line, "tariff"),
        basis: form.needed(line, "basis"),
        relief: form.text(line, "relief"),
    });
}

fn question(form: &mut Form<'_>, line: &Line, item: &mut Item) {
    item.questions.push(Question {
        code: form.needed(line, "question"),
        text: form.needed(line, "text"),
        options: form.list(line, "options"),
    });
}

fn faq(form: &mut Form<'_>, line: &Line, item: &mut Item) {
    item.faqs.push(Faq {
        question: form.needed(line, "question"),
        answer: form.needed(line, "answer"),
    });
}

/// What is readable cell by cell and contradicts itself as an item.
fn contradictions(page: &Page, items: &[(u32, Item)], errors: &mut Vec<CellError>) {
    let mut form = Form::open(page, &columns::items());
    for (row, item) in items {
        let Some(line) = page.lines.iter().find(|line| line.number == *row) else {
            continue;
        };
        for fault in faults(item).into_iter().filter(|it| it.field != "form") {
            let column = match fault.field {
                "org_code" => "org",
                "promised" => "promised_days",
                "questions" | "only_if" => "code",
                other => other,
            };
            form.wrong(line, column, fault.sentence, "");
        }
    }
    errors.append(&mut form.errors);
}
