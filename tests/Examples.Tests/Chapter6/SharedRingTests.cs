using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.RingBeside;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class SharedRingTests : IDisposable
{
    private readonly SharedRegion _memory = SharedRegion.CreateAnonymous(256 + 4096);

    public void Dispose() => _memory.Dispose();

    private unsafe MessageRing RingOf(int size) => new((byte*)Unsafe.AsPointer(ref _memory.ValueAt<byte>(0)), size);

    [Fact]
    public void Run_measures_each_way_and_draws_it()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), messages: 500, size: 100);
        foreach (var way in (string[])["ring", "pipe", "Unix socket", "TCP"])
        {
            Assert.Matches($@"\n  {way} +\d+ +\d+ +\d+\.\dx", output.ToString());
            Assert.Matches($@"\n  {way} +\S* ?\d+ ns", output.ToString());
        }
    }

    [Fact]
    public async Task Run_kills_at_every_step()
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), kill: "all");
        var text = Regex.Replace(output.ToString(), @" +\d+ +(the writer|the reader|\d skipped)", " .. $1"); // the time of it
        await Verify(Regex.Replace(Regex.Replace(text, " +", " "), "-{2,}", "--").TrimEnd());          // and what it does to the widths
    }

    [Fact]
    public void Run_kills_at_one_step()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), kill: "mid-write");
        Assert.Matches(@"one writer, one reader +mid-write +first, next ", output.ToString());
        Assert.Matches(@"many of both +mid-write +next, next .* 1 skipped, 0 lost", output.ToString());
        Assert.DoesNotContain("mid-read", output.ToString());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("all")]
    public void Interrupted_run_ends_and_leaves_nothing(string kill)
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "workbook-608-*");
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(new StringWriter(), null, interrupt.Token), kill: kill));
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "workbook-608-*").Except(before));
    }

    [Theory]
    [InlineData("--messages 0", "--messages 0: must be 1 to 100000000")]
    [InlineData("--size 7", "--size 7: must be 8 to 4096")]
    [InlineData("--kill me", "--kill: must be none, all, after-claim, mid-write, after-commit, mid-read")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "608", .. line.Split(' ')]));
    }

    [Fact]
    public void In_a_terminal_the_ways_stand_in_a_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "608", "--messages", "100");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ Unix socket │", output);
    }

    [Fact]
    public void Messages_of_every_length_come_out_whole_and_in_order_through_another_object()
    {
        var (writer, reader) = (RingOf(256 + 256), RingOf(256 + 256));
        Assert.Equal((256, 120), (writer.Capacity, writer.MaxLength));
        var random = new Random(1);
        var expected = new Queue<byte[]>();
        var buffer = new byte[120];
        void ReadOne()
        {
            Assert.True(reader.TryRead(buffer, out var length));
            Assert.Equal(expected.Dequeue(), buffer[..length]);
        }
        for (var i = 0; i < 20_000; i++)
        {
            var message = new byte[random.Next(writer.MaxLength + 1)];
            random.NextBytes(message);
            if (writer.TryWrite(message)) expected.Enqueue(message);
            if (random.Next(2) == 0 && expected.Count > 0) ReadOne();
        }
        while (expected.Count > 0) ReadOne();
        Assert.False(reader.TryRead(buffer, out _));
    }

    [Fact]
    public void Full_and_empty_are_told_and_misuse_is_refused()
    {
        var ring = RingOf(256 + 64);
        Assert.False(ring.TryRead(new byte[8], out _));
        Assert.True(ring.TryWrite(new byte[24]));
        Assert.True(ring.TryWrite(new byte[24]));
        Assert.False(ring.TryWrite([]));
        Assert.Throws<ArgumentException>(() => ring.TryRead(new byte[23], out _));
        Assert.True(ring.TryRead(new byte[24], out var length)); // it stayed
        Assert.Equal(24, length);
        Assert.True(ring.TryWrite([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryWrite(new byte[25]));
        Assert.Throws<ArgumentException>(() => RingOf(256 + 63));
        Assert.Throws<ArgumentException>(() => RingOf(256 + 96));
        Assert.Throws<ArgumentException>(() => RingOf(256 + 32));
    }

    [Fact]
    public void Nothing_is_lost_between_two_threads()
    {
        const int Messages = 50_000;
        var ring = RingOf(256 + 64);
        var reader = WorkerThread.Start("reader", () =>
        {
            Span<byte> buffer = stackalloc byte[24];
            var wait = new SpinWait();
            for (long i = 0; i < Messages; i++)
            {
                int length;
                while (!ring.TryRead(buffer, out length)) wait.SpinOnce(sleep1Threshold: -1);
                Assert.Equal(8, length);
                Assert.Equal(i, MemoryMarshal.Read<long>(buffer));
            }
        }, background: true);
        Span<byte> message = stackalloc byte[8];
        var wait = new SpinWait();
        for (long i = 0; i < Messages; i++)
        {
            MemoryMarshal.Write(message, i);
            while (!ring.TryWrite(message))
            {
                Assert.True(reader.State != ThreadState.Stopped, "the reader has failed");
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }
        Assert.True(reader.Join(TimeSpan.FromSeconds(30)));
    }
}
