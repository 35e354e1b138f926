// Many threads ask over one connection, and the answers come in whatever order the other side likes:
//
//      asker 1 --- Question 1 --->                            Answer 2 ---> receiver ---> asker 2
//      asker 2 --- Question 2 --->   one connection           Answer 1 ---> receiver ---> asker 1
//
//   I1  A number is in _answers from before its question is sent until its asker has left; null there means: not answered.
//   I2  Only the receiver receives, so that no asker takes another one's answer.
//   I3  Once _end is set nobody waits: it is set once, and with it all are woken.
//
// Shutdown: Dispose cancels the receiver and joins it; the receiver, however it ends, sets _end and wakes all askers. The
// connection stays its owner's.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Ipc.Questions;

/// <summary>Asks over a connection, from many threads at a time.</summary>
[DebuggerDisplay("{_answers.Count} waiting")] // takes no lock
public sealed class QuestionLine : IDisposable
{
    private readonly Connection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly WorkerThread _receiver;

    private readonly object _monitor = new(); // guards:
    private readonly Dictionary<int, string?> _answers = [];
    private int _lastNumber;
    private Exception? _end;

    /// <param name="connection">Nobody else receives from it; whoever is at the other end answers each <see cref="Question"/>
    /// with an <see cref="Answer"/> of the same number.</param>
    public QuestionLine(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _receiver = WorkerThread.Start("question line", Receive, background: true);
    }

    /// <summary>Asks, and waits for the answer. Any thread.</summary>
    /// <exception cref="IOException">The other side has gone, before the call or during it; or this is disposed.</exception>
    /// <exception cref="OperationCanceledException">Not answered. If the question was sent, its answer will be dropped. If it
    /// was cut off in the middle, because it is longer than the room in the pipe, nothing can be asked any more.</exception>
    public string Ask(string question, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var wake = cancel.Register(WakeAll); // outside the lock
        int number;
        lock (_monitor)
        {
            if (_end is not null) throw Gone();
            _answers.Add(number = ++_lastNumber, null);                       // I1
        }
        try
        {
            _connection.Send(new Question(number, question), cancel);         // [ask] not under the lock: the pipe may be full
            lock (_monitor)
            {
                while (_answers[number] is null && _end is null)
                {
                    cancel.ThrowIfCancellationRequested();
                    Monitor.Wait(_monitor);                                   // [wait]
                }
                return _answers[number] ?? throw Gone();
            }
        }
        finally
        {
            lock (_monitor) _answers.Remove(number);
        }
    }

    /// <summary>Ends all waits. May be repeated.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _receiver.Join();
    }

    private void Receive()
    {
        Exception end = new ObjectDisposedException(nameof(QuestionLine));
        try
        {
            while (true)
            {
                var answer = _connection.Receive<Answer>(_stop.Token);
                lock (_monitor)
                {
                    if (!_answers.ContainsKey(answer.Number)) continue;       // its asker has given up
                    _answers[answer.Number] = answer.Text;                    // [answer]
                    Monitor.PulseAll(_monitor);                               // all: one of them is its asker
                }
            }
        }
        catch (OperationCanceledException)
        {
            // disposed
        }
        catch (Exception e) { end = e; } // told to every asker
        lock (_monitor)
        {
            _end = end;
            Monitor.PulseAll(_monitor);                                       // I3
        }
    }

    private IOException Gone() => new("No answer will come: " + _end!.Message, _end);

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
