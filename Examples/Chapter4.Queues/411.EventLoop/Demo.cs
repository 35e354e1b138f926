// keyboard, script or stdin            the loop, on the main thread                    timer
//   a key: Post("key", "d")      -->     handlers of key, click and tick, one by one   <--   Every(100 ms, "tick")
//
// and then, on the main thread too: a device clicks, and is polled, polled with rests, and waited for.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.EventDriven;

[Exercise(411, "event-loop", "The event loop", Points = 8, Small = "--keys ddddd --beat 2ms --clicks 5 --pause 5ms")]
public static class Demo
{
    private const string Script = "ddd  d xddddddddddd "; // two clicks on count, one more; a failure; a click on clear

    public static void Run(
        Stage stage,
        [Option("keys to press, - for standard input; else the keyboard, without a terminal a script")] string keys = "",
        [Option("time from one scripted key to the next", 1, 5_000)] int beatMs = 30,
        [Option("the period of the clock on the screen", 5, 5_000)] int tickMs = 250,
        [Option("ends at a tick when no key came for so long", 50, 600_000)] int quietMs = 1_500,
        [Option("clicks of the device in the comparison", 1, 10_000)] int clicks = 20,
        [Option("pause before each of these clicks", 1, 1_000)] int pauseMs = 20)
    {
        var isKeyboard = keys.Length == 0 && Keys.HasKeyboard(stage);
        var isScript = !isKeyboard && keys != "-";
        if (isScript && quietMs <= beatMs)
            throw new BadOptionException("--quiet", $"it would end before the next key; give more than --beat ({beatMs} ms)");

        var module = new EventModule();
        var source = new Keys(module, stage);
        Window window;
        using (var view = stage.Live())
        {
            window = new Window(module, stage, stage.IsTerminal ? view : null);
            var ticksToEnd = 1 + (quietMs + tickMs - 1) / tickMs; // the first may come right behind the key
            module.Register("tick", _ => { if (window.QuietTicks >= ticksToEnd) module.Stop(); }); // [quiet]
            module.Every(TimeSpan.FromMilliseconds(tickMs), "tick", "");                           // [timer]

            if (isKeyboard) stage.WriteLine("a, d, arrows: move; space: click; x: a handler that fails; q: quit");
            var thread = isKeyboard ? source.StartKeyboard()
                : isScript ? source.StartScript(keys.Length > 0 ? keys : Script, beatMs)
                : source.StartReader(Console.In);
            try { module.Run(stage.Cancel); }                                                      // [run]
            finally { if (isScript) thread.Join(); } // the others may be blocked for ever, see Keys
        }
        stage.WriteLine();
        stage.Table("handled by one thread, one after another", ["events", "handled"],
            window.Handled.Select(row => (string[])[row.Key, $"{row.Value}"]));
        stage.WriteLine();
        new Comparison(stage, clicks, pauseMs).Measure();
    }
}
