// Ten thousand executions print ten thousand times. So while anybody explores, what controlled threads print goes nowhere,
// except in an execution that is told, which keeps it; what others print goes where it always went:
//
//      Console.Out  ->  RoutedWriter  -- a controlled thread -->     the execution's Output, if it is told
//                                     -- any other thread ---->      the console

namespace Workbook.Explorer.Scheduling;

/// <summary>Keeps the output of explored programs from the console.</summary>
/// <remarks>Any thread may use it. The last to dispose of one gives the console back.</remarks>
internal sealed class QuietConsole : IDisposable
{
    private static readonly Lock _lock = new(); // guards:
    private static int _users;
    private static (TextWriter Out, TextWriter Error) _console;

    public QuietConsole()
    {
        lock (_lock)
        {
            if (_users++ > 0) return;
            _console = (Console.Out, Console.Error);
            Console.SetOut(new RoutedWriter(_console.Out));
            Console.SetError(new RoutedWriter(_console.Error));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (--_users > 0) return;
            Console.SetOut(_console.Out);
            Console.SetError(_console.Error);
        }
    }
}
