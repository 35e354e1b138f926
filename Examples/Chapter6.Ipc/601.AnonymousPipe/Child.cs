using System.Text;
using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Ipc.WholeMessages;

/// <summary>What the children of the demo run. Each gets ends of pipes as arguments, and reports by what it returns.</summary>
public static class Child
{
    /// <summary>What single reads returned, until the end of the stream.</summary>
    public sealed record Reads(int Process, string[] Pieces);

    /// <summary>The messages that came before the end.</summary>
    public sealed record Received(int Process, string[] Messages);

    /// <summary>Whether the end came while this process still had a copy of the writing end, and after it closed that.</summary>
    public sealed record Ending(int Process, bool WithOwnCopy, bool AfterClosing);

    /// <summary>Reads whatever is there, until the end.</summary>
    public static Reads ReadPieces(PipeReader reader)
    {
        using (reader)
        {
            List<string> pieces = [];
            var buffer = new byte[100];
            while (reader.Read(buffer) is > 0 and var count) pieces.Add(Encoding.UTF8.GetString(buffer, 0, count)); // [piece]
            return new Reads(Environment.ProcessId, [.. pieces]);
        }
    }

    /// <summary>Receives messages until the end.</summary>
    public static Received ReceiveMessages(PipeReader reader)
    {
        using (reader)
        {
            List<string> messages = [];
            var stream = new MessageStream(reader);
            while (stream.TryReceive(out var message)) messages.Add(message);
            return new Received(Environment.ProcessId, [.. messages]);
        }
    }

    /// <summary>Waits for the end of a stream whose writing end it has itself.</summary>
    /// <param name="reader">The end to read from.</param>
    /// <param name="forgotten">A copy of the other one, which nobody meant to give it.</param>
    /// <param name="parentHasClosed">Says when the parent has closed its copies.</param>
    /// <param name="patienceMs">How long to wait.</param>
    public static Ending WaitForTheEnd(PipeReader reader, PipeWriter forgotten, Connection parentHasClosed, int patienceMs)
    {
        using (reader)
        using (parentHasClosed)
        {
            parentHasClosed.Receive<bool>();
            var buffer = new byte[100];
            var patience = TimeSpan.FromMilliseconds(patienceMs);
            var early = reader.TryRead(buffer, out _, patience);    // [forgotten]
            forgotten.Dispose();                                    // [closed]
            var late = reader.TryRead(buffer, out var count, patience);
            return new Ending(Environment.ProcessId, early, late && count == 0);
        }
    }
}
