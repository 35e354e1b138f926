// How a child comes to be and what is made of its end: on the spawner's and the reaper's threads (I3).

using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

public partial class ChildProcess
{
    private protected virtual EntryPoint Entry => EntryPoint.Of(_function!);

    private protected virtual byte[][] EncodeArguments(Handover handover)
    {
        var parameters = _function!.Method.GetParameters();
        var encoded = new byte[_arguments.Length][];
        for (var i = 0; i < encoded.Length; i++)
        {
            try { encoded[i] = ObjectCodec.Encode(_arguments[i], parameters[i].ParameterType, handover); }
            catch (NotSupportedException e)
            {
                throw new NotSupportedException($"The argument '{parameters[i].Name}': {e.Message}", e);
            }
        }
        return encoded;
    }

    /// <summary>This object stands for the process in which it is.</summary>
    private protected void BecomeHere()
    {
        _state = State.Here;
        Id = Environment.ProcessId;
    }

    // On the spawner's thread.
    private ChildLink Launch(ChildLink.Order order)
    {
        try
        {
            lock (_monitor)
            {
                _link = ChildLink.Launch(order); // inside: the child may end, and tell Ended, before this returns
                Id = _link.Id;
                Output = _link.Output;
                Error = _link.Error;
                LiveChildren.Add(this);
                Monitor.PulseAll(_monitor); // whoever waits for the link
                return _link;
            }
        }
        catch
        {
            lock (_monitor)
            {
                _state = State.New;
                Monitor.PulseAll(_monitor);
            }
            throw;
        }
    }

    // On the reaper's thread, or that of the portable link.
    private void Ended(ExitStatus status, byte[] received)
    {
        var outcome = ReadOutcome(received);
        lock (_monitor)
        {
            (_exit, _outcome, _state) = (status, outcome, State.Ended); // I1
            LiveChildren.Remove(this);
            TellSentinels();
            Monitor.PulseAll(_monitor); // all joiners
        }
        _whenEnded?.Invoke(); // written under the monitor before _exit was set there, or never
    }

    // A child that was killed while it wrote leaves part of a message, which is none.
    private static Outcome? ReadOutcome(ReadOnlySpan<byte> received)
    {
        Outcome? last = null;
        while (received.Length > 4 && BitConverter.ToInt32(received) is > 0 and var length && length <= received.Length - 4)
        {
            last = Outcome.Read(received.Slice(4, length));
            received = received[(4 + length)..];
        }
        return last;
    }
}
