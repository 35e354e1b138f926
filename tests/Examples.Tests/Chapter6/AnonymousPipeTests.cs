using System.Text;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.WholeMessages;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class AnonymousPipeTests
{
    // Gives out what it has byte by byte, as a pipe may.
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }

    // Counts the writes.
    private sealed class Tally : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) // the span form comes here too
        {
            Writes++;
            base.Write(buffer, offset, count);
        }
    }

    [Fact]
    public void Run_shows_one_read_for_three_writes_all_messages_and_the_end_that_does_not_come()
    {
        for (var i = 0; i < 2; i++)
        {
            var output = new StringWriter();
            Demo.Run(new Stage(output), messages: 7, patienceMs: 50);
            var text = output.ToString();
            Assert.Contains("3 writes: one, two, three", text);
            Assert.Contains("1 read before the end: onetwothree", text);
            Assert.Contains("sent 7 messages, closed; the child received 7, then the end", text);
            Assert.Contains("each one whole and in its place: message 1 ... message 7", text);
            Assert.Contains("NO END in 50 ms", text);
            Assert.Contains("writing end: the end comes", text);
        }
    }

    [Fact]
    public void Run_that_is_interrupted_ends()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(new StringWriter(), cancel: interrupt.Token)));
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        Assert.Equal(2, world.Run("run", "601", "--messages", "0").ExitCode);
        Assert.Equal(2, world.Run("run", "601", "--patience", "0ms").ExitCode);
    }

    [Fact]
    public void Messages_arrive_whole_in_order_and_byte_by_byte_too()
    {
        var written = new MemoryStream();
        var sender = new MessageStream(written);
        string[] messages = ["hi", "", "Grüße", new string('x', 70_000)];
        foreach (var message in messages) sender.Send(message);
        foreach (var stream in new[] { new MemoryStream(written.ToArray()), new Trickle(written.ToArray()) })
        {
            var receiver = new MessageStream(stream);
            foreach (var message in messages)
            {
                Assert.True(receiver.TryReceive(out var received));
                Assert.Equal(message, received);
            }
            Assert.False(receiver.TryReceive(out _));
            Assert.False(receiver.TryReceive(out _));
        }
    }

    [Fact]
    public void A_message_of_a_million_bytes_is_the_longest_and_each_is_one_write()
    {
        var written = new Tally();
        var sender = new MessageStream(written);
        var longest = new string('x', 1_000_000);
        sender.Send(longest);
        sender.Send("");
        Assert.Equal(2, written.Writes);
        Assert.Throws<ArgumentException>(() => sender.Send(new string('ü', 500_001))); // bytes count, not characters
        written.Position = 0;
        Assert.True(new MessageStream(written).TryReceive(out var message));
        Assert.Equal(longest, message);
    }

    [Theory]
    [InlineData(1, "length")]
    [InlineData(3, "length")]
    [InlineData(4, "message")]
    [InlineData(8, "message")]
    public void An_end_in_the_middle_is_told_from_an_end(int kept, string middleOf)
    {
        byte[] whole = [5, 0, 0, 0, .. Encoding.UTF8.GetBytes("hello")];
        var receiver = new MessageStream(new MemoryStream(whole[..kept]));
        Assert.Contains($"middle of a {middleOf}", Assert.Throws<EndOfStreamException>(() => receiver.TryReceive(out _)).Message);
    }

    [Fact]
    public void A_length_that_is_none_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => new MessageStream(new MemoryStream([255, 255, 255, 255])).TryReceive(out _));
        Assert.Throws<InvalidDataException>(() => new MessageStream(new MemoryStream("GET /"u8.ToArray())).TryReceive(out _));
        Assert.Throws<InvalidDataException>(() => new MessageStream(new MemoryStream([0x41, 0x42, 0x0f, 0])).TryReceive(out _));
        var written = new MemoryStream();
        Assert.Throws<ArgumentException>(() => new MessageStream(written).Send(new string('x', 1_000_001)));
        Assert.Throws<ArgumentNullException>(() => new MessageStream(written).Send(null!));
        Assert.Equal(0, written.Length);
    }

    [Fact]
    public void More_than_fits_into_a_pipe_goes_through_it()
    {
        var (reader, writer) = AnonymousPipe.Create();
        using var _ = reader;
        var sender = WorkerThread.Start("sender", () =>
        {
            using (writer)
            {
                var stream = new MessageStream(writer);
                for (var i = 0; i < 2_000; i++) stream.Send(new string('a', i));
            }
        });
        var receiver = new MessageStream(reader);
        for (var i = 0; i < 2_000; i++)
        {
            Assert.True(receiver.TryReceive(out var message));
            Assert.Equal(i, message.Length);
        }
        Assert.False(receiver.TryReceive(out var _));
        Assert.True(sender.Join(TimeSpan.FromSeconds(30)));
    }
}
