//! Applicants' accounts below the pages, on both databases.

use kernel::session::{self, Whose};
use kernel::{Error, Result};
use office::account;
use tests::both;

use super::town::Town;

async fn register(town: &Town, login: &'static str, hash: &'static str) -> Result<(i64, String)> {
    town.run(move |_, conn, now| Box::pin(account::register(conn, login, hash, now)))
        .await
}

/// The account's sessions that are still good, of these cookies.
async fn good(town: &Town, cookies: &[&str]) -> usize {
    let (mut conn, mut good) = (town.db.read().await.expect("a reader"), 0);
    for cookie in cookies {
        let found = session::find(&mut conn, cookie, town.now()).await;
        good += usize::from(found.expect("readable").is_some());
    }
    good
}

async fn enter(town: &Town, id: i64) -> Option<(session::Session, String)> {
    town.run(move |_, conn, now| {
        Box::pin(async move {
            let shown = account::account(conn, id).await?.expect("it is open");
            account::enter(conn, &shown, None, now).await
        })
    })
    .await
    .expect("no fault")
}

both! {
    async fn of_two_registrations_of_one_name_at_once_exactly_one_is_made(site: TestDb) {
        let town = Town::found(&site.db).await;
        for n in 0..5 {
            let login: &'static str = format!("name-{n}").leak();
            let typed: &'static str = format!(" NAME-{n} ").leak();
            let (one, other) = tokio::join!(register(&town, login, "hash-a"), register(&town, typed, "hash-b"));
            assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
            let (lost, hash) = if one.is_ok() { (other, "hash-a") } else { (one, "hash-b") };
            let Err(Error::Refusal(refusal)) = lost else { panic!("it is a refusal") };
            assert_eq!((refusal.issues[0].code.as_str(), refusal.issues[0].field.as_deref()), ("login-taken", Some("login")));
            let mut conn = site.db.read().await.unwrap();
            assert_eq!(account::find(&mut conn, login).await.unwrap().unwrap().password_hash, hash);
        }
    }

    async fn sessions_are_of_their_own_kind(site: TestDb) {
        let town = Town::found(&site.db).await;
        // The same number in both tables.
        let (account_id, _) = register(&town, "anna-account", "hash").await.unwrap();
        let (own, cookie) = enter(&town, account_id).await.unwrap();
        let staff = town.run(move |_, conn, now| Box::pin(session::begin(conn, Whose::Person(account_id), now))).await.unwrap().1;
        assert_eq!(own.whose, Whose::Account(account_id));
        town.run(move |_, conn, _| Box::pin(session::end_all_of(conn, Whose::Account(account_id), None))).await.unwrap();
        assert_eq!((good(&town, &[&cookie]).await, good(&town, &[&staff]).await), (0, 1), "a colleague's is not an account's");
        let (_, cookie) = enter(&town, account_id).await.unwrap();
        town.run(move |_, conn, _| Box::pin(session::end_all_of(conn, Whose::Person(account_id), None))).await.unwrap();
        assert_eq!((good(&town, &[&cookie]).await, good(&town, &[&staff]).await), (1, 0));
    }

    async fn a_password_that_was_changed_meanwhile_lets_nobody_in(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (id, recovery) = register(&town, "anna-account", "first").await.unwrap();
        let (session, cookie) = enter(&town, id).await.unwrap();
        let (_, elsewhere) = enter(&town, id).await.unwrap();
        let shown = account::account(&mut site.db.read().await.unwrap(), id).await.unwrap().unwrap();
        let (old, session_id) = (shown.clone(), session.id);
        let set = town.run(move |_, conn, _| Box::pin(async move { account::set_password(conn, &old, "second", session_id).await }));
        assert!(set.await.unwrap());
        assert_eq!((good(&town, &[&cookie]).await, good(&town, &[&elsewhere]).await), (1, 0));
        let old = shown.clone();
        let late = town.run(move |_, conn, now| Box::pin(async move { account::enter(conn, &old, None, now).await }));
        assert!(late.await.unwrap().is_none(), "the hash that was checked is not the account's any more");
        let set = town.run(move |_, conn, _| Box::pin(async move { account::set_password(conn, &shown, "third", session_id).await }));
        assert!(!set.await.unwrap());
        // The recovery code works once, also when it is sent twice at the same time.
        let reset = |hash: &'static str| {
            let code = recovery.clone();
            town.run(move |_, conn, _| Box::pin(async move { account::reset(conn, "anna-account", &code, hash).await }))
        };
        let (one, other) = tokio::join!(reset("fourth"), reset("fifth"));
        assert_eq!(usize::from(one.unwrap().is_some()) + usize::from(other.unwrap().is_some()), 1);
        assert_eq!(good(&town, &[&cookie]).await, 0);
    }

    async fn cases_are_held_once_by_many_and_go_with_the_account(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("停车场收费标准").await.case_id;
        let newer = town.handed_over("停车场协议").await.case_id;
        let (anna, _) = register(&town, "anna-account", "hash").await.unwrap();
        let (helper, _) = register(&town, "helper", "hash").await.unwrap();
        for (account_id, case_id, own) in [(anna, case, true), (anna, case, false), (helper, case, false), (anna, newer, false)] {
            assert!(town.run(move |_, conn, now| Box::pin(account::add(conn, account_id, case_id, own, now))).await.unwrap());
        }
        let mut conn = site.db.read().await.unwrap();
        let held: Vec<(i64, bool)> = account::held(&mut conn, anna, 0, 20).await.unwrap().iter().map(|it| (it.case_id, it.own)).collect();
        assert_eq!(held, [(newer, false), (case, true)], "the newest first, each once, filed from here for good");
        assert_eq!(account::own(&mut conn, anna, 10).await.unwrap(), [case]);
        assert!(account::holds(&mut conn, helper, case).await.unwrap() && !account::holds(&mut conn, helper, newer).await.unwrap());
        drop(conn);
        assert!(!town.run(move |_, conn, now| Box::pin(account::see(conn, helper, newer, now))).await.unwrap());
        enter(&town, anna).await.unwrap();
        // Closing and taking in at once: whichever comes first, nothing is left over and nothing breaks.
        let close = town.run(move |_, conn, _| Box::pin(account::close(conn, anna)));
        let add = town.run(move |_, conn, now| Box::pin(account::add(conn, anna, newer, false, now)));
        let (closed, added) = tokio::join!(close, add);
        closed.unwrap();
        added.unwrap();
        assert!(!town.run(move |_, conn, now| Box::pin(account::add(conn, anna, case, false, now))).await.unwrap());
        let mut conn = site.db.read().await.unwrap();
        assert!(account::account(&mut conn, anna).await.unwrap().is_none());
        assert_eq!((account::held_count(&mut conn, anna).await.unwrap(), account::held_count(&mut conn, helper).await.unwrap()), (0, 1));
        drop(conn);
        site.db.settle(account::ERASED_TABLES).await.unwrap();
        assert_eq!(town.request(case).await.case_id, case, "the request stays");
    }
}
