using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Workbook.Examples.Tests.Cli;

/// <summary>A command that goes on until a key ends it, on a thread of this process: its keyboard, and what it has printed so far.</summary>
internal sealed class RunningCommand : IDisposable
{
    private static readonly TimeSpan _bound = TimeSpan.FromMinutes(1); // a wait that ends here has found a bug

    private readonly ConcurrentQueue<char> _keys = new();
    private readonly SharedText _output = new(), _error = new();
    private readonly Thread _thread;
    private int _exitCode = -1, _read, _errorRead;

    public RunningCommand(Func<TextWriter, TextWriter, Func<Func<char?>>, int> run)
    {
        _thread = new Thread(() => _exitCode = run(_output, _error, () => () => _keys.TryDequeue(out var key) ? key : null)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>All that it has printed.</summary>
    public string Output => _output.ToString();

    public void Press(char key) => _keys.Enqueue(key);

    /// <summary>Blocks until it has printed that, behind what was waited for before.</summary>
    /// <returns>What stands before it.</returns>
    public string Await(string text) => _output.Await(text, ref _read, _bound);

    /// <summary>The same of standard error.</summary>
    public string AwaitError(string text) => _error.Await(text, ref _errorRead, _bound);

    /// <summary>Blocks until it has ended.</summary>
    public (int ExitCode, string Error) End()
    {
        Assert.True(_thread.Join(_bound), $"it did not end; so far: {_output}{_error}");
        return (_exitCode, _error.ToString());
    }

    public void Dispose()
    {
        Press('q');
        End();
    }

    /// <summary>Any thread may write, and wait for what is written.</summary>
    private sealed class SharedText : TextWriter
    {
        private readonly object _lock = new(); // guards:
        private readonly StringBuilder _text = new();

        public SharedText() => NewLine = "\n";

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write($"{value}");

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void Write(string? value)
        {
            lock (_lock)
            {
                _text.Append(value);
                Monitor.PulseAll(_lock);
            }
        }

        public string Await(string text, ref int from, TimeSpan bound)
        {
            var start = Stopwatch.GetTimestamp();
            lock (_lock)
            {
                while (true)
                {
                    var all = _text.ToString();
                    var found = all.IndexOf(text, from, StringComparison.Ordinal);
                    if (found >= 0)
                    {
                        var before = all[from..found];
                        from = found + text.Length;
                        return before;
                    }
                    var left = bound - Stopwatch.GetElapsedTime(start);
                    if (left <= TimeSpan.Zero || !Monitor.Wait(_lock, left)) Assert.Fail($"waited in vain for {text}; so far:\n{all}");
                }
            }
        }

        public override string ToString() { lock (_lock) return _text.ToString(); }
    }
}
