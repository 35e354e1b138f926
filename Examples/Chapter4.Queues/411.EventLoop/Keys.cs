// Where the keys come from. All end in the same two calls, Post and Stop, so the rest of the program does not know which it is:
//
//      keyboard    a terminal on both sides       blocks in ReadKey until somebody presses a key
//      script      --keys "dd  q", or no terminal one key each beat
//      stdin       --keys -                       blocks in Read until there is a character, or the end
//
// Shutdown: the thread ends after q, or at the end of what it reads. ReadKey and Read cannot be cancelled, so after Ctrl+C, and
// when nobody has pressed a key for too long, it is left blocked in one of them: a background thread, cut off with the process,
// which gives the terminal back as it was.

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.EventDriven;

/// <summary>A thread that makes events of keys.</summary>
internal sealed class Keys(EventModule module, Stage stage)
{
    /// <summary>The last key: ends the program.</summary>
    public const char Quit = 'q';

    /// <summary>Whether there is a keyboard to read, and a person to see what it does.</summary>
    public static bool HasKeyboard(Stage stage) => stage.IsTerminal && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Starts to post what is typed, until q.</summary>
    public WorkerThread StartKeyboard() => WorkerThread.Start("keyboard", () =>
    {
        while (Post(NextOfKeyboard())) { }                              // [key]
    }, background: true);

    /// <summary>Starts to post what <paramref name="input"/> holds; its end is q. Line ends are skipped.</summary>
    public WorkerThread StartReader(TextReader input) => WorkerThread.Start("stdin", () =>
    {
        for (var key = input.Read(); key >= 0; key = input.Read())
            if (!char.IsControl((char)key) && !Post((char)key)) return;
        Post(Quit);
    }, background: true);

    /// <summary>Starts to post the characters of <paramref name="script"/>, one each beat, and q.</summary>
    public WorkerThread StartScript(string script, int beatMs) => WorkerThread.Start("script", () =>
    {
        foreach (var key in script + Quit)
        {
            if (stage.Cancel.WaitHandle.WaitOne(beatMs) || !Post(key)) return;
        }
    }, background: true);

    // False after the last one.
    private bool Post(char key) => module.Post("key", $"{key}") && key != Quit;

    private static char NextOfKeyboard()
    {
        var key = Console.ReadKey(intercept: true);
        return key.Key switch
        {
            ConsoleKey.LeftArrow => 'a',
            ConsoleKey.RightArrow => 'd',
            ConsoleKey.Enter => ' ',
            ConsoleKey.Escape => Quit,
            _ => key.KeyChar,
        };
    }
}
