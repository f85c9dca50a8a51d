//! `sundial press`: the hidden command in which the house sets its letters and redacts documents. A letter as JSON
//! or a framed question in, a file or a framed answer out.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use face::press::{self, Form, redaction};
use kernel::child::{REFUSED, confine};
use kernel::{Error, Fault, Result};

/// What is to be made of standard input.
#[derive(Args, Clone, Debug)]
pub struct Ask {
    /// pdf、docx 或 redaction
    what: String,
    /// 字体目录
    fonts: Vec<PathBuf>,
}

/// Writes what was made to standard output; refuses with exit code 2 and its sentences.
pub fn run(ask: &Ask) -> Result<ExitCode> {
    let made = match ask.what.as_str() {
        redaction::COMMAND => {
            confine(redaction::LIMITS)?;
            redaction::answer(&input()?, &ask.fonts)
        }
        form => {
            confine(press::LIMITS)?;
            let form = Form::of(form).ok_or_else(|| Fault::new(format!("no such form: {form}")))?;
            press::print(&serde_json::from_slice(&input()?)?, form, &ask.fonts)
        }
    };
    match made {
        Ok(bytes) => {
            std::io::stdout().write_all(&bytes)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(Error::Refusal(refusal)) => {
            let sentences: Vec<_> = refusal
                .issues
                .iter()
                .map(|issue| format!("{}{}", issue.sentence, issue.onward))
                .collect();
            std::io::stdout()
                .write_all(serde_json::json!({ "refusal": sentences }).to_string().as_bytes())?;
            Ok(ExitCode::from(REFUSED))
        }
        Err(error) => Err(error),
    }
}

fn input() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}
