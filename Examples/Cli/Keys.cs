using System.Collections.Concurrent;

namespace Workbook.Examples.Cli;

/// <summary>The keys that a person presses; or, where standard input is no keyboard, the letters that come over it.</summary>
internal static class Keys
{
    /// <summary>Begins to listen.</summary>
    /// <returns>The next key, as a small letter; null: none was pressed. Does not block.</returns>
    public static Func<char?> Listen()
    {
        if (!Console.IsInputRedirected)
            return () => Console.KeyAvailable ? char.ToLowerInvariant(Console.ReadKey(intercept: true).KeyChar) : null;
        var letters = new ConcurrentQueue<char>();
        void Read()
        {
            while (Console.In.Read() is var letter and >= 0)
                if (!char.IsWhiteSpace((char)letter)) letters.Enqueue(char.ToLowerInvariant((char)letter));
        }
        new Thread(Read) { Name = "keys", IsBackground = true }.Start(); // it may be blocked in Read when the process ends
        return () => letters.TryDequeue(out var letter) ? letter : null;
    }
}
