//! Documents and queries, the same from every run: clauses of official language with Zipf weights, so that some
//! are everywhere and most are rare, with random numbers and place names in them.

/// Words that clauses are made of.
const WORDS: &str = "政府 信息 公开 依法 行政 审批 服务 群众 企业 项目 建设 资金 管理 办法 实施 意见 通知 工作 会议 部门 \
    单位 负责 监督 检查 落实 责任 制度 完善 推进 改革 发展 规划 目标 任务 重点 领域 环境 保护 污染 治理 安全 生产 应急 \
    救援 教育 学校 学生 教师 医疗 卫生 医院 保险 养老 就业 培训 农业 农村 农民 土地 征收 补偿 安置 房屋 住房 保障 租赁 \
    交通 道路 运输 车辆 水利 供水 防汛 抗旱 林业 草原 生态 修复 财政 预算 决算 审计 税收 减免 补贴 发放 标准 申请 材料 \
    受理 办理 时限 答复 复议 诉讼 监察 纪检 廉政 作风 宣传 文化 旅游 体育 科技 创新 人才 引进 数字 数据 平台 共享 网络 \
    登记 许可 备案 公示 公告 举报 投诉 电话 邮箱 地址 附件 印发 贯彻 执行 严格 规范 加强 提高 扩大 优化 协调 配合 组织 \
    领导 小组 办公室 人民 全县 乡镇 街道 社区 村委会 各级 有关 以下 简称 根据 按照 规定 条例 要求 结合 实际 情况 制定";
const PLACE_ENDS: [&str; 8] = ["村", "镇", "街道", "社区", "水库", "大桥", "小学", "产业园"];
const DEPARTMENTS: [&str; 12] = [
    "财政局",
    "民政局",
    "教育局",
    "水务局",
    "公安局",
    "司法局",
    "审计局",
    "统计局",
    "林业局",
    "商务局",
    "信访局",
    "交通运输局",
];
const KINDS: [&str; 6] = ["通知", "公告", "意见", "批复", "方案", "决定"];
const CLAUSES: usize = 6_000;

/// A small generator with a period of 2⁶⁴; not for secrets.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A rank below `bound`, small ones often: about Zipf's law.
    fn rank(&mut self, bound: usize) -> usize {
        let share = self.next() as f64 / (1u64 << 53) as f64;
        (((bound as f64).powf(share) - 1.0) as usize).min(bound - 1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

pub struct Made {
    pub title: String,
    pub body: String,
    pub number: String,
    pub department: i64,
    pub year: i32,
    pub day: i32,
}

pub struct Corpus {
    documents: usize,
    clauses: Vec<String>,
    places: Vec<String>,
}

impl Corpus {
    pub fn new(documents: usize) -> Corpus {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let characters: Vec<char> = WORDS.chars().filter(|c| !c.is_whitespace()).collect();
        let mut dice = Dice::new(7);
        let clauses = (0..CLAUSES)
            .map(|_| (0..2 + dice.below(6)).map(|_| *dice.pick(&words)).collect())
            .collect();
        let places = (0..500.max(documents / 20)).map(|_| {
            format!(
                "{}{}{}",
                dice.pick(&characters),
                dice.pick(&characters),
                dice.pick(&PLACE_ENDS)
            )
        });
        let places = places.collect();
        Corpus {
            documents,
            clauses,
            places,
        }
    }

    pub fn len(&self) -> usize {
        self.documents
    }

    pub fn document(&self, number: usize) -> Made {
        let mut dice = Dice::new(number as u64 + 1000);
        let department = dice.rank(DEPARTMENTS.len());
        let year = 2008 + dice.below(19) as i32;
        let name = DEPARTMENTS[department];
        let topic = &self.clauses[dice.rank(self.clauses.len())];
        let place = &self.places[dice.rank(self.places.len())];
        let sign: String = name.chars().take(2).collect();
        Made {
            title: format!("{name}关于{place}{topic}的{}", dice.pick(&KINDS)),
            number: format!("{sign}发〔{year}〕{}号", number / 50 + 1),
            body: self.body(&mut dice),
            department: department as i64 + 10,
            year,
            day: (year - 1970) * 365 + dice.below(365) as i32,
        }
    }

    fn body(&self, dice: &mut Dice) -> String {
        let target = 600 + dice.below(1800);
        let mut body = String::with_capacity(target * 3 + 300);
        let mut length = 0;
        while length < target {
            let clause = &self.clauses[dice.rank(self.clauses.len())];
            if dice.below(25) == 0 {
                body.push_str(&self.places[dice.rank(self.places.len())]);
            }
            body.push_str(clause);
            if dice.below(6) == 0 {
                body.push_str(&format!("{}元", dice.below(100_000)));
            }
            body.push_str(if dice.below(8) == 0 { "。\n" } else { "，" });
            length += clause.chars().count() + 1;
        }
        body
    }
}

pub struct Question {
    pub terms: Vec<String>,
    pub department: i64,
}

/// 200 queries: words, phrases, two to four terms of one document, document numbers, and some without a match.
pub fn queries(corpus: &Corpus) -> Vec<Question> {
    let mut dice = Dice::new(42);
    let cut = |made: &Made, dice: &mut Dice, low: usize, high: usize| loop {
        let text = if dice.below(5) == 0 {
            &made.title
        } else {
            &made.body
        };
        let runs: Vec<Vec<char>> = text
            .split(|c: char| !('\u{4E00}'..='\u{9FFF}').contains(&c))
            .map(|run| run.chars().collect::<Vec<char>>())
            .filter(|run| run.len() >= low)
            .collect();
        if !runs.is_empty() {
            let run = dice.pick(&runs);
            let length = (low + dice.below(high - low + 1)).min(run.len());
            let start = dice.below(run.len() - length + 1);
            return String::from_iter(&run[start..start + length]);
        }
    };
    (0..200)
        .map(|at| {
            let made = corpus.document(dice.below(corpus.len()));
            let terms = match at % 20 {
                0..=4 => vec![cut(&made, &mut dice, 2, 2)],
                5..=10 => vec![cut(&made, &mut dice, 3, 6)],
                11..=14 => (0..2).map(|_| cut(&made, &mut dice, 2, 4)).collect(),
                15..=16 => (0..3).map(|_| cut(&made, &mut dice, 2, 4)).collect(),
                17 => (0..4).map(|_| cut(&made, &mut dice, 2, 4)).collect(),
                18 => vec![made.number.clone()],
                _ => vec!["麒麟貔貅".into()],
            };
            Question {
                terms,
                department: made.department,
            }
        })
        .collect()
}

/// How many documents hold every term in title or body, or have it as their number, by looking.
pub fn scan(corpus: &Corpus, questions: &[Question]) -> Vec<u64> {
    let mut totals = vec![0; questions.len()];
    for number in 0..corpus.len() {
        let made = corpus.document(number);
        // Most terms' first pairs are in most documents nowhere: a quick test before the real one.
        let mut pairs = vec![false; 1 << 16];
        for text in [&made.title, &made.body] {
            text.chars()
                .zip(text.chars().skip(1))
                .for_each(|(a, b)| pairs[slot(a, b)] = true);
        }
        let holds = |term: &String| {
            let mut first = term.chars();
            let may = matches!((first.next(), first.next()), (Some(a), Some(b)) if pairs[slot(a, b)]);
            made.number == *term
                || may && (made.title.contains(term.as_str()) || made.body.contains(term.as_str()))
        };
        for (total, question) in totals.iter_mut().zip(questions) {
            *total += u64::from(question.terms.iter().all(holds));
        }
    }
    totals
}

fn slot(a: char, b: char) -> usize {
    (a as usize).wrapping_mul(31).wrapping_add(b as usize) & 0xFFFF
}
