//! The native lanes, told what to do line by line, so that they can take turns with a browser:
//! `W3 f32,20` does that work twenty times and answers the milliseconds, then the losses.

use std::{collections::HashMap, io, time::Instant};

use gradwalk_browser::Lanes;

fn main() {
    let mut all: HashMap<String, Lanes> = HashMap::new();
    for line in io::stdin().lines() {
        let line = line.expect("a line");
        let (name, times) = line.split_once(',').expect("the work, and how many times");
        let times = times.parse().expect("how many times");
        let lanes = all.entry(name.to_owned()).or_insert_with(|| Lanes::new(name));
        let start = Instant::now();
        let losses = lanes.run(times);
        let time = start.elapsed().as_secs_f64() * 1e3;
        println!("{{\"time\": {time}, \"losses\": {losses:?}}}");
    }
}
