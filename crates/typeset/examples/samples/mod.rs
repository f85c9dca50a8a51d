//! Letters of a county that does not exist.

use jiff::civil::date;
use typeset::{
    Align, Block, Column, Field, FormRow, Heading, Impression, Letter, Look, QrCode, Signature, Table,
};

/// All samples, with the names of their files.
pub fn all() -> Vec<(&'static str, Letter)> {
    vec![
        ("reply", reply()),
        ("correction", correction()),
        ("receipt", receipt()),
        ("register", register(54)),
        ("paper", paper()),
    ]
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.into())
}

fn signed(agency: &str) -> Option<Signature> {
    Some(Signature {
        agency: agency.into(),
        seal: true,
        impression: Some(Impression {
            ring: agency.into(),
            line: "政务服务专用章".into(),
        }),
    })
}

/// 答复书, two pages.
pub fn reply() -> Letter {
    Letter {
        number: Some("晴公复〔2026〕3号".into()),
        addressee: Some("欧阳朵".into()),
        blocks: vec![
            paragraph(
                "本机关于2026年11月2日收到你通过晴川县人民政府网站提交的政府信息公开申请（编号：\
                 QC202611020017），你申请公开“晴川县2024年至2026年农村公路养护工程的招标文件、\
                 中标通知书、施工合同及竣工验收材料”。本机关于2026年11月9日告知你补正，\
                 你于2026年11月12日补正完毕。",
            ),
            paragraph("经审查，根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第三十六条、第三十七条的规定，现答复如下："),
            heading(1, "予以公开的信息"),
            paragraph(
                "你申请的招标文件和中标通知书属于可以公开的政府信息。根据《条例》第三十六条第（二）项的规定，\
                 本机关予以公开，并以电子数据形式发送至你提供的电子邮箱。其中，2024年度招标文件已于\
                 2024年3月18日主动公开，获取网址为https://www.qingchuan.example.cn/jtysj/zdgk/2024/0318/2024031800017.html。",
            ),
            heading(1, "部分公开的信息"),
            heading(2, "施工合同"),
            paragraph(
                "施工合同中载有承包人的银行账号、项目经理的身份证号码和联系电话，属于《条例》第十五条规定的\
                 个人隐私。本机关对上述内容作区分处理后，公开其他内容。",
            ),
            heading(2, "竣工验收材料"),
            paragraph("2024年度、2025年度竣工验收材料予以公开；2026年度工程尚未竣工，竣工验收材料不存在。"),
            heading(3, "检索情况"),
            paragraph("本机关以“农村公路”“养护工程”“竣工验收”为关键词，检索了办公自动化系统、工程管理系统和档案室的纸质档案。"),
            paragraph(
                "如对本答复不服，你可以自收到本答复书之日起60日内向晴川县人民政府申请行政复议。\
                 其中，对不予公开政府信息的决定不服的，根据《中华人民共和国行政复议法》第二十三条第一款第（四）项的规定，\
                 应当先申请行政复议；对行政复议决定不服的，可以依法向人民法院提起行政诉讼。",
            ),
            paragraph("特此答复。"),
        ],
        attachments: vec![
            "2024年至2026年农村公路养护工程招标文件目录".into(),
            "2024年至2025年农村公路养护工程施工合同（已作区分处理，共12份，其中涉及个人隐私的内容以黑色方块遮盖）".into(),
        ],
        signature: signed("晴川县交通运输局"),
        contact: Some("联系人：政务公开办公室，联系电话：0990-5550123".into()),
        qr: Some(QrCode { content: "https://www.qingchuan.example.cn/c/7K3M-9QXT".into(), caption: "扫码查看办理过程".into() }),
        ..Letter::new(Look::Correspondence, "晴川县交通运输局", "政府信息公开申请答复书", date(2026, 11, 26))
    }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading(Heading {
        level,
        text: text.into(),
    })
}

/// 补正告知书, one page.
pub fn correction() -> Letter {
    Letter {
        number: Some("晴公补〔2026〕11号".into()),
        addressee: Some("龙䶮".into()),
        blocks: vec![
            paragraph(
                "你于2026年11月20日提交的政府信息公开申请收悉。你申请公开“𬭎达小区周边道路的全部材料”，内容不明确。",
            ),
            paragraph("根据《中华人民共和国政府信息公开条例》第三十条的规定，请你于2026年12月11日前补正："),
            paragraph("1. 所需政府信息的名称、文号，或者便于查询的其他特征性描述；"),
            paragraph("2. 所指道路的名称，以及材料形成的年份。"),
            paragraph("你补正之前的时间不计入答复期限。无正当理由逾期不补正的，视为放弃申请。"),
            paragraph("特此告知。"),
        ],
        signature: signed("晴川县自然资源和规划局"),
        contact: Some("联系电话：0990-5550188".into()),
        ..Letter::new(
            Look::Correspondence,
            "晴川县自然资源和规划局",
            "政府信息公开申请补正告知书",
            date(2026, 11, 26),
        )
    }
}

fn field(label: &str, value: &str) -> Field {
    Field {
        label: label.into(),
        value: value.into(),
        lines: 0,
    }
}

/// 接收回执, a form of one page.
pub fn receipt() -> Letter {
    let pair = |a: (&str, &str), b: (&str, &str)| FormRow::Fields(vec![field(a.0, a.1), field(b.0, b.1)]);
    let tall = |label: &str, value: &str, lines| {
        FormRow::Fields(vec![Field {
            lines,
            ..field(label, value)
        }])
    };
    Letter {
        number: Some("QC202611020017".into()),
        blocks: vec![
            Block::Form(vec![
                FormRow::Section("申请人信息".into()),
                pair(("姓名", "欧阳朵"), ("证件类型", "居民身份证")),
                pair(("联系电话", "139****0123"), ("电子邮箱", "ouyang@example.cn")),
                FormRow::Fields(vec![field("通信地址", "晴川县城关镇柳树巷8号2单元301室")]),
                FormRow::Section("申请情况".into()),
                tall(
                    "所需政府信息\n内容描述",
                    "晴川县2024年至2026年农村公路养护工程的招标文件、中标通知书、施工合同及竣工验收材料。",
                    3,
                ),
                pair(("提供方式", "电子数据"), ("获取方式", "电子邮箱")),
                pair(("收到日期", "2026年11月2日"), ("收到方式", "互联网提交")),
                FormRow::Section("办理期限".into()),
                pair(("答复期限", "20个工作日"), ("最迟答复日", "2026年11月30日")),
                tall("期限说明", "自收到申请之日的次日起算，不含法定节假日和休息日；补正、征求第三方意见的时间不计入。", 2),
                tall("申请人签字", "", 1),
            ]),
            Block::Note("注：凭查询码7K3M-9QXT可以在晴川县人民政府网站查询办理进度，也可以扫描下方二维码。本回执一式两份，申请人和受理机关各执一份。".into()),
        ],
        signature: Some(Signature { agency: "晴川县交通运输局政务公开办公室".into(), seal: false, impression: None }),
        qr: Some(QrCode { content: "https://www.qingchuan.example.cn/c/7K3M-9QXT".into(), caption: "扫码查询办理进度".into() }),
        ..Letter::new(Look::Plain, "晴川县交通运输局", "政府信息公开申请接收回执", date(2026, 11, 2))
    }
}

/// 登记台账, twelve columns on turned sheets.
pub fn register(rows: usize) -> Letter {
    let columns = [
        ("序号", 4),
        ("申请编号", 14),
        ("申请人", 6),
        ("收到日期", 9),
        ("收到方式", 6),
        ("内容摘要", 18),
        ("承办科室", 6),
        ("答复期限", 9),
        ("答复日期", 9),
        ("答复类型", 7),
        ("文书编号", 13),
        ("备注", 9),
    ];
    let column = |(heading, share): (&str, u16)| {
        let align = if matches!(heading, "内容摘要" | "备注") {
            Align::Start
        } else {
            Align::Middle
        };
        Column {
            heading: heading.into(),
            share,
            align,
        }
    };
    Letter {
        landscape: true,
        blocks: vec![Block::Table(Table {
            columns: columns.map(column).into(),
            rows: (1..=rows).map(register_row).collect(),
        })],
        ..Letter::new(
            Look::Plain,
            "晴川县交通运输局",
            "2026年政府信息公开申请办理台账",
            date(2026, 11, 26),
        )
    }
}

fn register_row(n: usize) -> Vec<String> {
    let summaries = [
        "农村公路养护工程招标文件、施工合同",
        "2025年度公交补贴资金的发放明细和审计报告",
        "城区出租汽车经营权招投标的评分办法、评分结果及专家名单",
        "河东路改造工程征收补偿方案",
    ];
    let kinds = ["予以公开", "部分公开", "不予公开", "信息不存在"];
    let names = ["欧阳朵", "某公司", "龙䶮", "牛𬭎"];
    let (month, day) = (1 + n / 9 % 11, 1 + n * 3 % 28);
    vec![
        n.to_string(),
        format!("QC2026{month:02}{day:02}{n:04}"),
        names[n % 4].into(),
        format!("2026-{month:02}-{day:02}"),
        ["互联网", "信函", "当面"][n % 3].into(),
        summaries[n % 4].into(),
        ["公路科", "运输科", "办公室"][n % 3].into(),
        format!("2026-{:02}-{day:02}", month + 1),
        format!("2026-{:02}-{:02}", month + 1, 1 + day / 2),
        kinds[n % 4].into(),
        format!("晴公复〔2026〕{n}号"),
        if n.is_multiple_of(7) {
            "经批准延期20个工作日".into()
        } else {
            String::new()
        },
    ]
}

/// 文件格式, with a short table.
pub fn paper() -> Letter {
    let column = |heading: &str, share, align| Column {
        heading: heading.into(),
        share,
        align,
    };
    let row = |a: &str, b: &str, c: &str| vec![a.to_owned(), b.to_owned(), c.to_owned()];
    Letter {
        number: Some("晴政办发〔2026〕12号".into()),
        addressee: Some("各乡镇人民政府，县政府各工作部门、各直属机构".into()),
        blocks: vec![
            paragraph(
                "为进一步规范依申请公开工作，提高答复质量，根据《中华人民共和国政府信息公开条例》，经县政府同意，现就有关事项通知如下：",
            ),
            heading(1, "总体要求"),
            paragraph(
                "各单位要坚持“以公开为常态、不公开为例外”的原则，做到登记及时、审查准确、答复规范、送达有据。对涉及多个单位的申请，由牵头单位统一答复——不得相互推诿。",
            ),
            heading(1, "时限要求"),
            paragraph("各环节的办理时限见下表，以工作日计算，起算日不计入。"),
            Block::Table(Table {
                columns: vec![
                    column("环节", 3, Align::Middle),
                    column("时限（工作日）", 2, Align::Middle),
                    column("依据", 4, Align::Start),
                ],
                rows: vec![
                    row("一次性告知补正", "7", "《条例》第三十条"),
                    row("征求第三方意见", "15", "《条例》第三十二条"),
                    row("答复", "20", "《条例》第三十三条"),
                    row(
                        "延长答复",
                        "20",
                        "《条例》第三十三条，经政府信息公开工作机构负责人同意",
                    ),
                ],
            }),
            heading(1, "工作要求"),
            heading(2, "加强组织领导"),
            paragraph(
                "各单位主要负责人要亲自过问，明确分管负责人和专门人员，于2026年12月15日前将名单报县政府办公室。",
            ),
            heading(2, "强化监督检查"),
            heading(3, "日常监测"),
            paragraph("县政务公开办按月通报各单位的办理情况。"),
            heading(4, "通报内容"),
            paragraph("通报内容包括收到申请数、按时答复率、被纠错率等。"),
        ],
        attachments: vec!["依申请公开文书格式（试行）".into()],
        signature: signed("晴川县人民政府办公室"),
        contact: Some("此件公开发布".into()),
        ..Letter::new(
            Look::Paper,
            "晴川县人民政府办公室文件",
            "晴川县人民政府办公室\n关于进一步规范\n政府信息公开申请答复工作的通知",
            date(2026, 11, 26),
        )
    }
}
