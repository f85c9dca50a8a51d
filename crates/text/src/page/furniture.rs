//! Lines of a page that belong to the site and not to the document: widgets, counters, log-in doors, footers.

use crate::width::narrow_str;

/// Words of widgets and doors. A short line made of nothing else is furniture.
const WORDS: &[&str] = &[
    "登录",
    "注册",
    "立即注册",
    "用户登录",
    "用户注册",
    "账号+密码登录",
    "手机+密码登录",
    "还没有账号?",
    "忘记密码",
    "忘记密码?",
    "退出",
    "打印",
    "打印本页",
    "打印此页",
    "打印页面",
    "打印文章",
    "关闭",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "返回",
    "返回顶部",
    "返回首页",
    "返回上一页",
    "收藏",
    "加入收藏",
    "收藏本页",
    "设为首页",
    "分享",
    "分享到",
    "分享到:",
    "分享本页",
    "微信",
    "微博",
    "新浪微博",
    "腾讯微博",
    "QQ空间",
    "QQ",
    "朋友圈",
    "大",
    "中",
    "小",
    "默认",
    "放大",
    "缩小",
    "A+",
    "A-",
    "T",
    "无障碍",
    "无障碍阅读",
    "无障碍浏览",
    "进入无障碍",
    "无障碍辅助浏览",
    "长辈版",
    "长者版",
    "长者模式",
    "长者助手",
    "关怀版",
    "关怀模式",
    "适老版",
    "适老化",
    "老年版",
    "繁体",
    "简体",
    "繁體",
    "繁体版",
    "简体版",
    "手机版",
    "移动版",
    "电脑版",
    "English",
    "EN",
    "网站地图",
    "联系我们",
    "关于我们",
    "网站声明",
    "网站首页",
    "首页",
    "隐私声明",
    "版权声明",
    "网站帮助",
    "使用帮助",
    "扫一扫",
    "扫一扫在手机打开当前页",
    "扫一扫在手机打开当前页面",
    "扫描二维码",
    "保存",
    "保存本页",
    "下载",
    "复制链接",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "上一页",
    "下一页",
    "末页",
    "尾页",
    "纠错",
    "我要纠错",
    "我为政府网站找错",
    "政府网站找错",
    "语音播报",
    "语音朗读",
    "朗读",
    "智能问答",
    "智能机器人",
    "搜索",
    "站内搜索",
    "高级搜索",
    "检索",
    "RSS",
    "RSS订阅",
    "邮箱",
    "字号",
    "字号:",
    "字体",
    "字体:",
    "字体大小:",
    "字体大小",
    "视力保护色:",
    "背景色:",
    "颜色:",
    "[]",
    "阅读",
    "收起",
    "展开",
    "更多",
    "更多>>",
    ">>",
    "|",
    "相关附件下载",
    "网站支持IPv6",
];

/// What such lines start with.
const STARTS: &[&str] = &[
    "上一篇:",
    "下一篇:",
    "上一条:",
    "下一条:",
    "上一篇文章:",
    "下一篇文章:",
    "分享到",
    "扫一扫",
    "用微信扫",
    "打开微信",
    "您是第",
    "今天是",
    "当前时间",
    "您的浏览器",
    "您的ip",
    "【字体",
    "【字号",
    "[字体",
    "[字号",
    "(字体",
    "(字号",
    "字体:",
    "字号:",
    "【打印",
    "[打印",
    "【大",
    "[大",
    "文字大小:",
    "加载中",
    "正在加载",
    "点击数:",
    "浏览次数:",
    "阅读次数:",
    "访问量:",
    "浏览量:",
];

/// Sure signs of a page's foot.
const FOOT: &[&str] = &[
    "版权所有",
    "ICP备",
    "icp备",
    "公网安备",
    "标识码",
    "网站地图",
    "Copyright",
    "copyright",
    "COPYRIGHT",
    "©",
    "技术支持:",
    "建议使用",
    "分辨率",
    "涉密文件严禁上网",
    "严禁上传涉密",
    "网站标识",
    "All Rights Reserved",
    "本站总访问",
];

/// Signs of a foot only in the company of a sure one.
const MAYBE_FOOT: &[&str] = &[
    "主办",
    "承办",
    "协办",
    "建设管理",
    "维护",
    "邮编",
    "邮政编码",
    "地址:",
    "电话:",
    "传真:",
    "邮箱:",
    "E-mail",
    "Email",
    "网站管理",
    "运维",
    "联系电话:",
    "值班电话",
    "备案",
];

/// Whether a line is a widget, a door, a counter.
pub(super) fn is_furniture(line: &str) -> bool {
    let line = narrow_str(line);
    let line = line.trim();
    if line.chars().count() > 60 {
        return false;
    }
    if STARTS.iter().any(|start| line.starts_with(start)) {
        return true;
    }
    let separator = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '│' | '┊' | '·' | '•' | '【' | '】' | '[' | ']' | '(' | ')'
            )
    };
    let mut tokens = line.split(separator).filter(|token| !token.is_empty());
    tokens.all(|token| WORDS.contains(&token) || is_size(token) || is_bare_mark(token))
}

/// `16px`, or the sizes' list marks.
fn is_size(token: &str) -> bool {
    let number = token.strip_suffix("px").or_else(|| token.strip_suffix("pt"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// A list mark whose item is gone: `•`, `-`, `3.`
fn is_bare_mark(token: &str) -> bool {
    let number = token.strip_suffix('.').unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
        || token.chars().all(|c| {
            matches!(
                c,
                '-' | '*' | '>' | '<' | '/' | '\\' | '_' | '=' | ':' | '○' | '●' | '■' | '◆'
            )
        })
}

/// Where the foot of these lines starts: behind the last line of the document.
pub(super) fn foot(lines: &[String]) -> usize {
    let (mut cut, mut pending) = (lines.len(), lines.len());
    for (at, line) in lines.iter().enumerate().rev() {
        let narrow = narrow_str(line);
        if FOOT.iter().any(|mark| narrow.contains(mark)) && narrow.chars().count() <= 200
            || is_furniture(line)
        {
            (cut, pending) = (at, at);
        } else if MAYBE_FOOT.iter().any(|mark| narrow.contains(mark)) && narrow.chars().count() <= 80 {
            pending = at;
        } else {
            break;
        }
    }
    // Doubtful lines go only where something sure stands below them.
    if cut < lines.len()
        && lines[cut..]
            .iter()
            .any(|line| FOOT.iter().any(|mark| line.contains(mark)))
    {
        return pending.min(cut);
    }
    cut
}

/// Headings of what follows the document on its page.
pub(super) fn ends_document(line: &str) -> bool {
    let line = line
        .trim()
        .trim_matches(['【', '】', '[', ']', ':', '：', '>', '»', '·'])
        .trim();
    [
        "相关文章",
        "相关链接",
        "相关信息",
        "相关阅读",
        "相关新闻",
        "相关文件",
        "相关稿件",
        "相关报道",
        "热点推荐",
        "推荐阅读",
        "猜你喜欢",
        "最新更新",
        "热点文章",
        "延伸阅读",
        "友情链接",
        "图解",
        "分享到",
    ]
    .contains(&line)
}

/// The way from the home page: `首页 > 信息公开 > 年报`.
pub(super) fn breadcrumb(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_start_matches(['•', '·', '|', '*', ' ']);
    if line.chars().count() > 150 {
        return None;
    }
    let labelled = [
        "您现在所在的位置",
        "您现在的位置",
        "您当前的位置",
        "您所在的位置",
        "您的位置",
        "当前位置",
        "当前所在位置",
        "所在位置",
        "现在位置",
        "你的位置",
        "您当前位置",
        "首页位置",
        "位置",
    ]
    .iter()
    .find_map(|label| line.strip_prefix(label));
    let way = labelled
        .unwrap_or(line)
        .trim_start_matches([':', '：', ' ', '\u{3000}', '是']);
    let steps: Vec<String> = way
        .split(['>', '»', '›', '→', '＞', '/', '\\'])
        .map(|step| step.trim().trim_matches('-').trim().to_owned())
        .filter(|step| !step.is_empty())
        .collect();
    let from_home = steps
        .first()
        .is_some_and(|first| first.contains("首页") || first.contains("主页"));
    let parted = way.contains(['>', '»', '›', '→', '＞']);
    (labelled.is_some() && !steps.is_empty() || from_home && parted && steps.len() > 1).then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widgets_and_doors_are_furniture_and_prose_is_not() {
        for line in [
            "字号：大 中 小",
            "【字体：大 中 小】",
            "- 12px",
            "32px",
            "登录 注册",
            "• 无障碍|",
            "打印本页 关闭窗口",
            "2.",
            "•",
            "账号+密码登录",
            "还没有账号?",
            "上一篇：关于某事的通知",
            "分享到：",
            "【打印】【关闭】",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "关于打印机采购的公告",
            "一、大中小学开学",
            "大中型水库移民",
            "登录方式如下",
            "2. 推进财政信息公开",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }

    #[test]
    fn a_foot_needs_a_sure_sign() {
        let lines = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            foot(&lines(
                "正文。|主办:某县人民政府|承办:办公室|晋ICP备1号|涉密文件严禁上网"
            )),
            1
        );
        assert_eq!(foot(&lines("正文。|联系电话:0357-5322222")), 2);
        assert_eq!(foot(&lines("正文。|2026年1月1日")), 2);
    }

    #[test]
    fn ways_from_the_home_page() {
        assert_eq!(
            breadcrumb("首页 > 信息公开 > 年报").unwrap(),
            ["首页", "信息公开", "年报"]
        );
        assert_eq!(
            breadcrumb("当前位置：首页>>政策文件").unwrap(),
            ["首页", "政策文件"]
        );
        assert_eq!(breadcrumb("首页改版公告"), None);
        assert_eq!(breadcrumb("全县GDP > 100亿元"), None);
    }
}
