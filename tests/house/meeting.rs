//! People who come at the same time: nothing is done twice, nothing is lost, and whoever comes second
//! is told what happened.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use kernel::{Error, RefusalKind, Result, args};
use matters::publication::{self, Saved};
use office::docket::Order;
use tests::both;

use super::town::{Answer, Ledger, Take, Town, caches_differ, codes, figures};

/// Runs the same thing so many times at once.
async fn at_once<T, F>(times: usize, what: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..times).map(|n| tokio::spawn(what(n))).collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.expect("no panic"));
    }
    outcomes
}

/// All were answered alike, one of them for the first time. The case and its event.
fn one_answer(outcomes: Vec<Result<Answer>>) -> (i64, i64) {
    let done: Vec<Answer> = outcomes
        .into_iter()
        .map(|it| it.unwrap_or_else(|error| panic!("{error}")))
        .collect();
    let answers: BTreeSet<_> = done
        .iter()
        .map(|it| (it.case_id, it.number.clone(), it.seq))
        .collect();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(done.iter().filter(|it| !it.repeated).count(), 1, "done once");
    (done[0].case_id, done[0].seq)
}

async fn cases_of(town: &Town, kind: &str, subject: i64) -> usize {
    let mut conn = town.db.read().await.expect("a reader");
    town.docket
        .cases_about(&mut conn, kind, subject)
        .await
        .expect("the cases")
        .len()
}

both! {
    async fn a_form_sent_eight_times_at_once_is_taken_once(site: TestDb) {
        let town = Town::found(&site.db).await;
        let document = town.draft("通知").await;
        let submit = |_| { let town = town.clone(); async move { town.submit("xie", document, "s").await } };
        let (case, seq) = one_answer(at_once(8, submit).await);
        assert_eq!((seq, cases_of(&town, publication::DOCUMENT, document).await), (1, 1));
        for (who, act) in [("ke", "approve-section"), ("fen", "approve-leader"), ("gong", "approve-openness"), ("shou", "approve-head")] {
            let seen = town.seen(who, case).await;
            let decide = |_| {
                let (town, seen) = (town.clone(), seen.clone());
                async move { town.decide_seen(who, case, act, &seen, Some(act)).await }
            };
            assert_eq!(one_answer(at_once(8, decide).await).0, case);
        }
        let down = |_| { let town = town.clone(); async move { town.remove("xia", document, Take::Down, "错", "d").await } };
        let (down, _) = one_answer(at_once(8, down).await);
        let late = town.remove("xia", document, Take::Down, "错", "d").await.unwrap();
        assert_eq!((late.case_id, late.repeated), (down, true), "the form is answered alike though it is offline now");
        let mut conn = site.db.read().await.unwrap();
        assert_eq!(town.docket.case(&mut conn, case).await.unwrap().events.len(), 5);
        drop(conn);
        figures(&site.db).await;
    }

    async fn a_form_is_answered_alike_also_when_its_case_has_gone_on(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, case) = town.submitted("通知").await;
        let seen = town.seen("ke", case).await;
        let first = town.decide_seen("ke", case, "return-section", &seen, Some("r")).await.unwrap();
        town.save("xie", document, 1, town.content("通知（改）")).await.unwrap();
        town.submit("xie", document, "again").await.unwrap();
        let late = town.decide_seen("ke", case, "return-section", &seen, Some("r")).await.unwrap();
        assert_eq!((late.seq, late.repeated), (first.seq, true));
    }

    async fn of_two_reviewers_at_once_one_wins_and_the_other_is_told(site: TestDb) {
        let town = Town::found(&site.db).await;
        for round in 0..6 {
            let (_, case) = town.submitted(&format!("通知{round}")).await;
            let seen = town.seen("ke", case).await;
            let outcomes = at_once(2, |n| {
                let (town, seen) = (town.clone(), seen.clone());
                let (who, act) = [("ke", "approve-section"), ("ke2", "return-section")][n];
                async move { town.decide_seen(who, case, act, &seen, None).await }
            })
            .await;
            let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
            assert_eq!((won.len(), lost.len()), (1, 1));
            let refusal = match lost.into_iter().next().unwrap() {
                Err(Error::Refusal(refusal)) => refusal,
                other => panic!("{other:?}"),
            };
            assert_eq!(refusal.kind, RefusalKind::Conflict);
            let place = won[0].as_ref().unwrap().state.tokens[0].place.clone();
            let words = refusal.issues[0].sentence.clone() + &refusal.issues[0].onward;
            let told = if place == "returned" { "退回修改" } else { "待分管领导审核" };
            assert!(words.contains(told), "where it lies now is said: {words}");
        }
    }

    async fn of_two_editors_at_once_neither_loses_a_word(site: TestDb) {
        let town = Town::found(&site.db).await;
        for round in 0..6 {
            let document = town.draft(&format!("通知{round}")).await;
            let outcomes = at_once(2, |n| {
                let town = town.clone();
                async move {
                    let who = ["xie", "bian"][n];
                    town.save(who, document, 1, town.content(&format!("{who}的写法"))).await.unwrap()
                }
            })
            .await;
            let kept = outcomes.iter().filter(|it| matches!(it, Saved::Kept { revision: 2 })).count();
            let theirs: Vec<_> = outcomes
                .iter()
                .filter_map(|it| if let Saved::Conflict { theirs } = it { Some(theirs) } else { None })
                .collect();
            assert_eq!((kept, theirs.len()), (1, 1));
            let mut conn = site.db.read().await.unwrap();
            let stands = publication::draft(&mut conn, document).await.unwrap();
            assert_eq!((stands.revision, &stands.content), (2, &theirs[0].content));
        }
    }

    async fn thirty_two_clients_lose_nothing_and_numbers_have_no_gap(site: TestDb) {
        let town = Town::found(&site.db).await;
        let cases = at_once(32, |n| {
            let town = town.clone();
            async move {
                let (_, case) = town.submitted(&format!("通知{n}")).await;
                // One in four is refused on the way: a number that was taken by a refused act comes back.
                if n % 4 == 0 {
                    town.decide("fen", case, "approve-section").await.expect_err("not their place");
                    let empty = town.start("xie", "bureau", publication::Content::default()).await.unwrap();
                    town.submit("xie", empty, &format!("e{n}")).await.expect_err("it is empty");
                }
                town.sign_all(case).await;
                case
            }
        })
        .await;
        let mut conn = site.db.read().await.unwrap();
        let mut numbers = BTreeSet::new();
        for case in cases {
            let file = town.docket.file(&mut conn, case).await.unwrap();
            assert_eq!((file.last_seq, file.outcome.as_deref()), (5, Some("published")));
            numbers.insert(file.number);
        }
        let expected: BTreeSet<_> = (1..=32).map(|n| format!("审2026-{n:05}")).collect();
        assert_eq!(numbers, expected);
        let rows = conn
            .all("SELECT index_number, slug FROM document WHERE standing = 'public' ORDER BY index_number", args![])
            .await
            .unwrap();
        let indices: Vec<String> = rows.iter().map(|row| row.get("index_number").unwrap()).collect();
        let expected: Vec<_> = (1..=32).map(|n| format!("11990100001002008W/202609-{n:05}")).collect();
        assert_eq!(indices, expected);
        let slugs: BTreeSet<String> = rows.iter().map(|row| row.get("slug").unwrap()).collect();
        assert_eq!(slugs.len(), 32);
        drop(conn);
        figures(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
    }

    async fn a_decision_waits_for_whoever_is_changing_the_document_and_then_sees_the_change(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, case) = town.submitted("放假三天").await;
        let seen = town.seen("ke", case).await;
        let (inside, is_inside) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = tokio::sync::oneshot::channel::<()>();
        let (changer, xie, changed) = (town.clone(), town.actor("xie"), town.content("放假八天"));
        let changing = tokio::spawn(async move {
            changer.run(move |docket, conn, now| Box::pin(async move {
                let recall = Order { reason: Some("改天数".into()), ..Order::default() };
                drop(publication::act_in(&docket, conn, &xie, case, "recall", recall, now).await?);
                publication::save(conn, &xie, document, 1, changed, now).await?;
                drop(publication::submit(&docket, conn, &xie, document, 2, Order::default(), now).await?);
                inside.send(()).expect("the test waits");
                may_go_on.await.expect("the test goes on");
                Ok(())
            })).await
        });
        is_inside.await.expect("everything is changed and nothing committed");
        let decider = town.clone();
        let deciding = tokio::spawn(async move { decider.decide_seen("ke", case, "approve-section", &seen, None).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!deciding.is_finished(), "it waits");
        go_on.send(()).expect("the change waits");
        changing.await.expect("no panic").expect("nothing forbids it");
        assert_eq!(codes(deciding.await.expect("no panic")), ["edition-moved"]);
    }

    /// Writers take back, change and submit again while reviewers decide: whatever the order, nothing
    /// fails, and every approval is of the edition that lay there.
    async fn what_is_approved_is_what_lay_there_however_they_meet(site: TestDb) {
        let town = Town::found(&site.db).await;
        let mut approved = 0;
        for round in 0..8 {
            let (document, case) = town.submitted(&format!("通知{round}")).await;
            let seen = town.seen("ke", case).await;
            let outcomes = at_once(4, |n| {
                let (town, seen) = (town.clone(), seen.clone());
                async move {
                    // Whoever is first in this round.
                    match (n + round) % 4 {
                        0 => town.act("xie", case, "recall", "改").await.map(|_| ()),
                        1 => town.decide_seen("ke", case, "approve-section", &seen, None).await.map(|_| ()),
                        2 => {
                            let content = town.content(&format!("改过的通知{round}"));
                            town.save("bian", document, 1, content).await.map(|_| ())?;
                            town.submit("xie", document, &format!("again {round}")).await.map(|_| ())
                        }
                        _ => town.decide_seen("ke2", case, "approve-section", &seen, None).await.map(|_| ()),
                    }
                }
            })
            .await;
            for outcome in outcomes {
                assert!(!matches!(outcome, Err(Error::Fault(_))), "{outcome:?}");
            }
            let mut conn = site.db.read().await.unwrap();
            let mut lies = String::new();
            for event in town.docket.case(&mut conn, case).await.unwrap().events {
                if let Some(digest) = event.data.get("edition_digest") {
                    lies = digest.as_str().unwrap().to_owned();
                } else if event.act.as_deref() == Some("approve-section") {
                    assert_eq!(event.documents, [lies.clone()]);
                    approved += 1;
                }
            }
        }
        assert!(approved > 0, "some approval came first");
        figures(&site.db).await;
    }
}
