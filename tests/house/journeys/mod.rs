//! Journeys through the house as it is served, in a real Chromium: what somebody opens, types and presses,
//! and what they read then. Whatever needs no browser to be shown is tested below the pages.

mod applications;
mod citizen;
mod entering;
mod house;
mod pages;
mod publication;
mod requests;
mod routes;

mod things;
mod together;
