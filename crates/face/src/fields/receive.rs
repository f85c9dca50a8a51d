//! What a page sent: answers, files, and what is wrong with them.

use jiff::civil::Date;
use office::form::{self, Answers, Attached, Chosen, Field, Kind, field_of};

use crate::door::SafeMultipart;
use crate::form::Errors;
use crate::upload::judge;

/// A file that may be taken. Its bytes are kept by whoever handles the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The control through which it came.
    pub control: String,
    /// Its name and digest, as it answers the control.
    pub file: Attached,
    /// What it is, by its content.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a page sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// What was answered, right or wrong.
    pub answers: Answers,
    /// Files that came with it; they answer their controls already.
    pub taken: Vec<Taken>,
    /// What is wrong with it.
    pub errors: Errors,
    /// It was sent whole. Else a button inside the form was pressed: then it is shown again, and only what could not be
    /// taken at all is told.
    pub whole: bool,
}

/// Reads what a page sent. `files` are those that this applicant uploaded with the same form before; `today` is the day
/// for limits of days.
pub fn receive(
    fields: &[Field],
    chosen: Chosen<'_>,
    sent: &SafeMultipart,
    files: &[Attached],
    today: Date,
) -> Received {
    let reading = form::read(fields, sent.pairs(), files);
    let (mut answers, mut errors) = (reading.answers, Errors::of_issues(&reading.issues));
    let taken = uploads(fields, sent, &mut answers, &mut errors);
    let whole = !form::edit(fields, sent.pairs(), &mut answers);
    if whole {
        errors.tell(&form::problems(fields, chosen, &answers, today));
    }
    Received {
        answers,
        taken,
        errors,
        whole,
    }
}

/// Takes the files of a form's controls into the answers. What may not be taken is told at its control; files of other
/// controls are not looked at.
fn uploads(fields: &[Field], sent: &SafeMultipart, answers: &mut Answers, errors: &mut Errors) -> Vec<Taken> {
    let mut all = Vec::new();
    for upload in sent.files() {
        let (name, media_type) = match judge(&upload.name, &upload.bytes) {
            Ok(judged) => judged,
            Err(sentence) => {
                if asks(fields, &upload.field) {
                    errors.add(&upload.field, sentence);
                }
                continue;
            }
        };
        let file = Attached {
            digest: kernel::code::sha256_hex(&upload.bytes),
            name,
        };
        if answers.attach(fields, &upload.field, file.clone()) {
            all.push(Taken {
                control: upload.field.clone(),
                file,
                media_type,
                bytes: upload.bytes.clone(),
            });
        }
    }
    all
}

/// Whether one of the fields has this control for files.
fn asks(fields: &[Field], control: &str) -> bool {
    field_of(fields, control).is_some_and(|(field, _)| field.kind == Kind::Attachment)
}
