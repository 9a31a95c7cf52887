/** The app of this repository's cdktf.json, run by `cdktf synth`, `diff` and `deploy`. */
import { runApp } from "./library/app.ts";

runApp();
