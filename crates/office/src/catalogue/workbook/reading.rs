//! A workbook as items, or everything that is wrong with it.

use sheet::form::Form;
use sheet::{Line, Page};

use super::super::complete::faults;
use super::super::item::{Faq, Item, Material, Question, Special};
use super::super::vocabulary::{
    Audience, Handling, KINDS, Level, MaterialKind, MaterialSource, RESULT_KINDS,
};
use super::book::{Book, Main, Plan, Reader, fee, term};
use super::{FAQS, FEES, FORM, ITEMS, MATERIALS, QUESTIONS, SPECIAL, columns, form};

/// The most copies that are believed.
const COPIES_MAX: i64 = 99;

/// Reads a catalogue. `org` tells the code of an organisation from its name or code.
pub fn read(pages: &[Page], org: &dyn Fn(&str) -> Option<String>) -> Plan {
    let main = Main {
        sheet: ITEMS,
        columns: columns::items(),
        empty: ("这张表没有一行事项。", "请从第二行起填写，一行一个业务办理项。"),
    };
    let mut book = match Book::open(pages, main, org, item) {
        Ok(book) => book,
        Err(plan) => return plan,
    };
    book.part(MATERIALS, &columns::materials(), material);
    book.part(SPECIAL, &columns::special(), special);
    book.part(FEES, &columns::fees(), |form, line, item| {
        item.fees.push(fee(form, line))
    });
    book.part(QUESTIONS, &columns::questions(), question);
    book.part(FAQS, &columns::faqs(), faq);
    book.part(FORM, &columns::form(), form::read);
    // What a form has against itself is told at its own rows.
    let of_item = |item: &Item| {
        let all = faults(item).into_iter();
        all.filter(|it| it.field != "form").collect::<Vec<_>>()
    };
    let readable = book.is_readable();
    let mut plan = book.close(of_item, |field| match field {
        "org_code" => "org",
        "promised" => "promised_days",
        "questions" | "only_if" => "code",
        other => other,
    });
    if readable {
        form::tell(pages, &plan.items, &mut plan.errors);
    }
    plan
}

fn item(reader: &mut Reader<'_>, line: &Line) -> Item {
    let form = &mut reader.form;
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
        code: reader.code(line),
        org_code: reader.office(line, "org"),
        partners: reader.offices(line, "partners"),
        audience: audience(&mut reader.form, line, &audiences),
        ..words(
            &mut reader.form,
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
fn words(form: &mut Form<'_>, line: &Line, item: Item) -> Item {
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
        named_lead: form.yes(line, "named_lead"),
        ..item
    }
}

fn audience(form: &mut Form<'_>, line: &Line, all: &[(Audience, &str)]) -> Vec<Audience> {
    let mut found = Vec::new();
    for text in form.list(line, "audience") {
        match all.iter().find(|(_, label)| *label == text) {
            Some((one, _)) => found.push(*one),
            None => {
                let wrong = format!("“{}”不在可以填写的范围里。", sheet::form::shortened(&text));
                form.wrong(
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
