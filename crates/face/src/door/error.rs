//! Whatever goes wrong on the way to a page, and how it is told.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Error, Fault, Issue, Refusal, RefusalKind};
use serde_json::json;

use super::safe::Resend;

/// What a handler answers with; `?` makes pages of errors.
pub type PageResult<T = Response> = Result<T, PageError>;

/// An error on its way to becoming a page, or JSON for a program. The guard draws it: only there is known who
/// asked and how the site is called.
#[derive(Debug)]
pub struct PageError {
    pub(super) error: Error,
    pub(super) status: StatusCode,
    pub(super) leads_to: Option<String>,
    pub(super) resend: Option<Resend>,
}

/// The error as a response carries it to the guard.
#[derive(Clone, Debug)]
pub(super) struct Failing(pub Arc<PageError>);

impl PageError {
    fn of(error: Error) -> Self {
        let status = status_of(&error);
        PageError {
            error,
            status,
            leads_to: None,
            resend: None,
        }
    }

    /// People are led there instead; programs are told.
    pub(super) fn leads(error: Error, to: String) -> Self {
        PageError {
            leads_to: Some(to),
            ..PageError::of(error)
        }
    }

    /// The person may send the same once more.
    pub(super) fn resend(error: Error, resend: Resend) -> Self {
        PageError {
            resend: Some(resend),
            ..PageError::of(error)
        }
    }

    /// What HTTP alone says.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let (code, sentence, onward) = sentence(status);
        if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
            return PageError::of(Fault::new(format!("answered {status} without saying why")).into());
        }
        PageError {
            status,
            ..PageError::of(Error::refuse(RefusalKind::Invalid, code, sentence, onward))
        }
    }

    /// For programs: `message` (everything in one text), `issues`, and `reference` for a fault.
    pub(super) fn json(&self) -> Response {
        let issues = self.issues();
        let message = issues
            .iter()
            .map(|issue| format!("{}{}", issue.sentence, issue.onward))
            .collect::<Vec<_>>();
        let issues: Vec<_> = issues
            .iter()
            .map(|issue| {
                json!({ "code": issue.code, "field": issue.field, "article": issue.article,
                    "sentence": issue.sentence, "onward": issue.onward })
            })
            .collect();
        let body = json!({ "message": message.join("\n"), "issues": issues, "reference": self.reference() });
        (self.status, Json(body)).into_response()
    }

    /// Everything that a person is told.
    pub(super) fn issues(&self) -> Vec<Issue> {
        match &self.error {
            Error::Refusal(refusal) => refusal.issues.clone(),
            Error::Fault(fault) => vec![Issue::new(
                "fault",
                "系统出了问题，不是您的操作有误。",
                format!("请稍后再试；仍然不行，请告诉我们编号 {}。", fault.reference),
            )],
        }
    }

    /// The fault's number, where it is one.
    pub(super) fn reference(&self) -> Option<&str> {
        match &self.error {
            Error::Fault(fault) => Some(&fault.reference),
            Error::Refusal(_) => None,
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, text) = (
            self.status,
            self.error.as_refusal().map(|_| self.error.to_string()),
        );
        let mut response = (status, text.unwrap_or_default()).into_response();
        response.extensions_mut().insert(Failing(Arc::new(self)));
        response
    }
}

/// The status of each kind of no.
pub(super) fn status_of(error: &Error) -> StatusCode {
    let Error::Refusal(refusal) = error else {
        return StatusCode::INTERNAL_SERVER_ERROR;
    };
    match refusal.kind {
        RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        RefusalKind::NotFound => StatusCode::NOT_FOUND,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The page's heading.
pub(super) fn heading(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "请先登录",
        403 => "不能这样操作",
        404 | 410 => "没有找到",
        405 => "这个地址不能这样访问",
        408 => "等得太久了",
        409 => "情况已经变了",
        413 => "提交的内容太大",
        415 => "提交的格式无法识别",
        429 => "请稍后再试",
        503 => "暂时不能处理",
        500.. => "系统出了问题",
        _ => "这次操作没有完成",
    }
}

/// Code, sentence and way onward of a status that came without words.
fn sentence(status: StatusCode) -> (&'static str, &'static str, &'static str) {
    match status.as_u16() {
        403 => ("forbidden", "这项操作不被允许。", "请从本站页面上重新操作。"),
        404 | 410 => (
            "not-found",
            "没有找到这个页面。",
            "地址可能写错了，或者页面已经搬走。可以用搜索查找。",
        ),
        405 => (
            "method",
            "这个地址不能用这种方式访问。",
            "请返回上一页，从页面上的链接或按钮重新进入。",
        ),
        408 => (
            "timeout",
            "处理时间太长，已经停下。",
            "请稍后再试；是上传文件的，请检查网络或者减小文件。",
        ),
        413 => (
            "too-large",
            "提交的内容超过了上限。",
            "请减少文字，或者把附件压缩、分几次上传（一次不超过64 MB）。",
        ),
        415 => (
            "format",
            "提交的内容不是表单格式。",
            "请返回上一页，刷新后重新提交。",
        ),
        503 => ("unavailable", "系统暂时不能处理这个请求。", "请稍后再试。"),
        _ => (
            "unreadable",
            "这个请求无法识别。",
            "请返回上一页，刷新后重新操作。",
        ),
    }
}

macro_rules! from {
    ($($source:ty => |$it:ident| $make:expr),* $(,)?) => {$(
        impl From<$source> for PageError {
            fn from($it: $source) -> Self { PageError::of($make) }
        }
    )*};
}

from! {
    Error => |it| it,
    Refusal => |it| it.into(),
    Fault => |it| it.into(),
    askama::Error => |it| Fault::new(it).into(),
    serde_json::Error => |it| it.into(),
    std::io::Error => |it| it.into(),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_no_has_a_status_and_a_heading() {
        let cases = [
            (RefusalKind::Invalid, 422),
            (RefusalKind::NotFound, 404),
            (RefusalKind::Forbidden, 403),
            (RefusalKind::Unauthenticated, 401),
            (RefusalKind::Conflict, 409),
            (RefusalKind::TooMany, 429),
            (RefusalKind::Unavailable, 503),
        ];
        for (kind, status) in cases {
            let page = PageError::from(Error::refuse(kind, "x", "不行。", "请改。"));
            assert_eq!(page.status.as_u16(), status);
        }
        assert_eq!(
            PageError::from(Fault::new("broken")).status,
            StatusCode::INTERNAL_SERVER_ERROR
        );
    }

    #[test]
    fn a_fault_tells_its_number_and_nothing_else() {
        let page = PageError::from(Fault::new("password table exploded"));
        let reference = page.reference().unwrap().to_owned();
        let told = format!("{:?}", page.issues());
        assert!(told.contains(&reference) && !told.contains("exploded"));
        let response = page.into_response();
        assert!(response.extensions().get::<Failing>().is_some());
    }

    #[test]
    fn a_wordless_status_gets_words() {
        for status in [400, 403, 404, 405, 408, 410, 413, 415, 422, 503] {
            let page = PageError::of_status(StatusCode::from_u16(status).unwrap());
            assert_eq!(page.status.as_u16(), status);
            assert!(!page.issues()[0].onward.is_empty());
        }
        assert!(
            PageError::of_status(StatusCode::BAD_GATEWAY)
                .reference()
                .is_some()
        );
    }
}
