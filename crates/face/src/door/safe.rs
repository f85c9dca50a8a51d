//! Forms that cannot be forged: they carry the token of the session that they belong to.

use axum::extract::{DefaultBodyLimit, Form, FromRequest, FromRequestParts, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use kernel::{Error, RefusalKind};
use serde::de::DeserializeOwned;

use super::passage::Passage;
use super::{PageError, PageResult, token};
use crate::{App, form};

/// Bytes of a form without files.
const FORM_MAX: usize = 1024 * 1024;
/// Bytes of a form with files.
pub(super) const UPLOAD_MAX: usize = 64 * 1024 * 1024;
/// Files of one form, and texts: a list of fifty people is a few hundred.
const FILES_MAX: usize = 100;
const TEXTS_MAX: usize = 2_000;

/// Names and values as they came, in order.
type Pairs = Vec<(String, String)>;

/// An urlencoded form of this session, at most 1 MB. `T` needs no field for the token.
#[derive(Clone, Debug)]
pub struct SafeForm<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for SafeForm<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> PageResult<Self> {
        let (parts, body) = request.into_parts();
        let pairs = pairs(Request::from_parts(parts.clone(), body)).await?;
        check(&parts, app, &pairs).await?;
        Ok(SafeForm(form::read(&pairs)?))
    }
}

/// The pairs of an urlencoded body.
pub(super) async fn pairs(mut request: Request) -> PageResult<Pairs> {
    DefaultBodyLimit::max(FORM_MAX).apply(&mut request);
    match Form::<Pairs>::from_request(request, &()).await {
        Ok(Form(pairs)) => Ok(pairs),
        Err(rejection) => Err(PageError::of_status(rejection.status())),
    }
}

/// A form with files, at most 64 MB, 100 files and 2000 texts, read whole.
#[derive(Clone, Debug)]
pub struct SafeMultipart {
    fields: Pairs,
    uploads: Vec<Upload>,
}

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The control's name.
    pub field: String,
    /// The file's own name, without folders.
    pub name: String,
    /// What the browser says it is; not to be believed.
    pub content_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl SafeMultipart {
    /// The text fields as a struct.
    pub fn form<T: DeserializeOwned>(&self) -> kernel::Result<T> {
        form::read(&self.fields)
    }

    /// The text fields as they came, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Every file, in order.
    pub fn files(&self) -> &[Upload] {
        &self.uploads
    }

    /// The first text under this name, or nothing.
    pub fn text(&self, field: &str) -> &str {
        find(&self.fields, field).unwrap_or_default()
    }

    /// The first file under this name. A control that was left empty sends none.
    pub fn upload(&self, field: &str) -> Option<&Upload> {
        self.uploads.iter().find(|upload| upload.field == field)
    }

    /// Every file under this name.
    pub fn uploads(&self, field: &str) -> Vec<&Upload> {
        self.uploads
            .iter()
            .filter(|upload| upload.field == field)
            .collect()
    }
}

impl FromRequest<App> for SafeMultipart {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> PageResult<Self> {
        let (parts, body) = request.into_parts();
        let mut request = Request::from_parts(parts.clone(), body);
        DefaultBodyLimit::max(UPLOAD_MAX).apply(&mut request);
        let mut sent = match Multipart::from_request(request, &()).await {
            Ok(sent) => sent,
            Err(_) => {
                return Err(PageError::of_status(
                    axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
                ));
            }
        };
        let mut whole = SafeMultipart {
            fields: Vec::new(),
            uploads: Vec::new(),
        };
        let mut checked = false;
        while let Some(part) = sent
            .next_field()
            .await
            .map_err(|error| PageError::of_status(error.status()))?
        {
            // Nothing large is read for whoever has no token: it stands first in the form.
            if part.file_name().is_some() && !checked {
                check(&parts, app, &whole.fields).await?;
                checked = true;
            }
            whole.take(part).await?;
        }
        if !checked {
            check(&parts, app, &whole.fields).await?;
        }
        Ok(whole)
    }
}

impl SafeMultipart {
    async fn take(&mut self, part: axum::extract::multipart::Field<'_>) -> PageResult<()> {
        if self.fields.len() >= TEXTS_MAX || self.uploads.len() >= FILES_MAX {
            return Err(PageError::of_status(axum::http::StatusCode::PAYLOAD_TOO_LARGE));
        }
        let field = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(bare_name);
        let content_type = part
            .content_type()
            .unwrap_or("application/octet-stream")
            .to_owned();
        let bytes = part
            .bytes()
            .await
            .map_err(|error| PageError::of_status(error.status()))?;
        match file {
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => self.uploads.push(Upload {
                field,
                name,
                content_type,
                bytes: bytes.into(),
            }),
            None => self
                .fields
                .push((field, String::from_utf8_lossy(&bytes).into_owned())),
        }
        Ok(())
    }
}

/// Some browsers once sent whole paths.
fn bare_name(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_control())
        .collect()
}

fn find<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p str> {
    pairs
        .iter()
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.as_str())
}

/// Refuses a form without this session's token. It did come from this site (the guard has seen to that),
/// so the person is asked to send it once more, with everything that was typed.
async fn check(parts: &Parts, app: &App, pairs: &Pairs) -> PageResult<()> {
    let passage = Passage::of(&parts.extensions)?;
    let wanted = passage.form_token(app, parts).await?;
    let shown = find(pairs, "csrf")
        .or_else(|| header(&parts.headers))
        .unwrap_or_default();
    if token::fits(shown, &wanted) {
        return Ok(());
    }
    let refusal = Error::refuse(
        RefusalKind::Forbidden,
        "form-stale",
        "这张表单不属于您现在的登录，可能是登录过期后又重新登录了。",
        "您填写的内容还在，核对后请再提交一次。",
    );
    let again = passage.shown_token(app, parts).await?;
    Err(PageError::resend(refusal, Resend::of(parts, pairs, again)))
}

fn header(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-csrf").and_then(|value| value.to_str().ok())
}

/// What was typed, so that it can be sent once more.
#[derive(Clone, Debug)]
pub(super) struct Resend {
    pub action: String,
    pub csrf: String,
    pub pairs: Pairs,
}

impl Resend {
    /// Passwords are not given back to a page.
    pub fn of(parts: &Parts, pairs: &Pairs, csrf: String) -> Resend {
        let kept = |name: &str| name != "csrf" && !name.contains("password");
        Resend {
            action: parts
                .uri
                .path_and_query()
                .map_or("/", |it| it.as_str())
                .to_owned(),
            csrf,
            pairs: pairs.iter().filter(|(name, _)| kept(name)).cloned().collect(),
        }
    }
}

/// The token that a public page's form has to carry, with or without a login.
#[derive(Clone, Debug)]
pub struct FormToken(pub String);

impl FromRequestParts<App> for FormToken {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> PageResult<FormToken> {
        let passage = Passage::of(&parts.extensions)?;
        Ok(FormToken(passage.shown_token(app, parts).await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_only_its_own_name() {
        assert_eq!(bare_name("C:\\我的文档\\通知.docx"), "通知.docx");
        assert_eq!(bare_name("../../etc/passwd"), "passwd");
        assert_eq!(bare_name("a\u{0}b.pdf"), "ab.pdf");
    }
}
