//! Generated clients and servers beside reqwest and axum by hand. Both sides are one program, run as processes of their
//! own, in turn and in pairs, so that whatever else the machine does falls on both.

mod pair;
mod process;
mod program;

use crate::scratch::Scratch;
use crate::{Outcome, print};
use pair::{Figures, compare};
use process::Process;
use program::Programs;
use std::path::Path;

/// How many orders make a body of about 1 kB and 100 kB.
const SIZES: [usize; 2] = [1, 100];

/// Builds the program and prints a table a side and size.
pub(super) fn runtime(root: &Path, rounds: usize) -> Outcome {
    let scratch = Scratch::new(root, "bench-runtime")?;
    let Programs { plain, counting } = program::build(root, &scratch)?;
    print(
        "latency: one call after another; requests and CPU: eight at a time, allocations so too, by a program of their\n\
         own, since counting takes time. Medians of the runs;\n\
         `ratio` is that of generated to by hand within a pair of runs.\n",
    );
    for orders in SIZES {
        let mut body = Process::start(&plain, ["body", "", "", &orders.to_string()])?;
        let bytes = body.read()?.first().copied().unwrap_or(0);
        print(&format!("\nclient, {bytes} bytes there and back; the server reads and answers bytes\n"));
        print(&compare(rounds, || client(&plain, orders), client(&counting, orders)?)?);
        print(&format!("\nserver, {bytes} bytes there and back; who calls is a socket\n"));
        print(&compare(rounds, || server(&plain, orders), server(&counting, orders)?)?);
    }
    Ok(0)
}

/// What makes a run of one side: so many calls, so many at once.
type Run = Box<dyn FnMut(usize, usize) -> Result<Figures, String>>;

/// The two clients, generated first, in front of one server.
fn client(program: &Path, orders: usize) -> Result<[Run; 2], String> {
    let orders = orders.to_string();
    let mut serving = Process::start(program, ["serve", "fixed", "", &orders])?;
    let url = url(&mut serving)?;
    let serving = std::rc::Rc::new(serving);
    let run = |kind: &str| -> Result<Run, String> {
        let mut calling = Process::start(program, ["call", kind, &url, &orders])?;
        let serving = std::rc::Rc::clone(&serving);
        Ok(Box::new(move |calls, at_once| {
            // The server ends with the last that calls it.
            let _ = &serving;
            Figures::of_caller(&calling.ask(&format!("{calls} {at_once}"))?, calls)
        }))
    };
    Ok([run("generated")?, run("hand")?])
}

/// The two servers, generated first, each with a load of its own.
fn server(program: &Path, orders: usize) -> Result<[Run; 2], String> {
    let orders = orders.to_string();
    let run = |kind: &str| -> Result<Run, String> {
        let mut serving = Process::start(program, ["serve", kind, "", &orders])?;
        let url = url(&mut serving)?;
        let mut calling = Process::start(program, ["call", "socket", &url, &orders])?;
        Ok(Box::new(move |calls, at_once| {
            let before = serving.ask("")?;
            let figures = Figures::of_caller(&calling.ask(&format!("{calls} {at_once}"))?, calls)?;
            figures.of_server(&before, &serving.ask("")?, calls)
        }))
    };
    Ok([run("generated")?, run("hand")?])
}

fn url(serving: &mut Process) -> Result<String, String> {
    let port = serving.read()?.first().copied().ok_or("the server says no port")?;
    Ok(format!("http://127.0.0.1:{port}"))
}
