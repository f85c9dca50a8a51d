//! `sundial press`: the hidden command in which the house sets its letters. JSON in, a file out.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use face::press::{Form, LIMITS, print};
use kernel::child::{REFUSED, confine};
use kernel::{Error, Fault, Result};

/// What is to be made of the letter on standard input.
#[derive(Args, Clone, Debug)]
pub struct Ask {
    /// pdf 或 docx
    form: String,
    /// 字体目录
    fonts: Vec<PathBuf>,
}

/// Writes the letter to standard output; refuses with exit code 2 and its sentences.
pub fn run(ask: &Ask) -> Result<ExitCode> {
    confine(LIMITS)?;
    let form = Form::of(&ask.form).ok_or_else(|| Fault::new(format!("no such form: {}", ask.form)))?;
    let mut letter = Vec::new();
    std::io::stdin().read_to_end(&mut letter)?;
    let made = print(&serde_json::from_slice(&letter)?, form, &ask.fonts);
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
