using System.Diagnostics;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Pipes;

namespace Workbook.Ipc.Tests.Pipes;

public sealed class AnonymousPipeTests : IDisposable
{
    private readonly PipeReader _reader;
    private readonly PipeWriter _writer;

    public AnonymousPipeTests() => (_reader, _writer) = AnonymousPipe.Create();

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    [Fact]
    public void Bytes_come_in_order_and_then_the_end()
    {
        _writer.Write("one "u8);
        _writer.Write("two"u8);
        Assert.Equal(7, _reader.Available);
        _writer.Dispose();
        Assert.Equal("one two", new StreamReader(_reader).ReadToEnd());
        Assert.Equal(0, _reader.Read(new byte[1]));
    }

    [Fact]
    public void Text_goes_through_the_platforms_writers_and_readers()
    {
        using (var text = new StreamWriter(_writer)) text.WriteLine("a line");
        Assert.Equal("a line", new StreamReader(_reader).ReadLine());
        Assert.False(_writer.CanWrite);
    }

    [Fact]
    public async Task Reads_and_writes_can_be_awaited()
    {
        var buffer = new byte[10];
        var read = _reader.ReadAsync(buffer).AsTask();
        await _writer.WriteAsync("abc"u8.ToArray());
        Assert.Equal(3, await read);
        using var source = new CancellationTokenSource();
        read = _reader.ReadAsync(buffer, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public void Nobody_reads_any_more()
    {
        _reader.Dispose();
        Assert.Contains("Broken pipe", Assert.Throws<IOException>(() => _writer.Write("x"u8)).Message);
        Assert.Throws<IOException>(() => _writer.TryWrite("x"u8, TimeSpan.Zero));
        Assert.Throws<IOException>(() => _writer.WriteNow("x"u8));
    }

    [Fact]
    public void A_read_gives_up()
    {
        var buffer = new byte[1];
        var start = Stopwatch.GetTimestamp();
        Assert.False(_reader.TryRead(buffer, out _, TimeSpan.FromMilliseconds(50)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(50));
        using var source = new CancellationTokenSource();
        var reader = BlockedThread.StartIn(
            () => Assert.Throws<OperationCanceledException>(() => _reader.Read(buffer, source.Token)), 7);
        source.Cancel();
        reader.Ends();
        _writer.Write("x"u8);
        Assert.Equal(1, _reader.Read(buffer, source.Token)); // no wait is needed
    }

    [Fact]
    public void A_write_gives_up_when_the_pipe_is_full_and_says_how_far_it_came()
    {
        Assert.Equal(65_536, _writer.Capacity);
        Assert.Equal(65_536, _writer.TryWrite(new byte[100_000], TimeSpan.FromMilliseconds(10)));
        Assert.Equal(65_536, _reader.Available);
        Assert.Equal(0, _writer.WriteNow(new byte[1]));
        using var source = new CancellationTokenSource();
        var writer = BlockedThread.StartIn(
            () => Assert.Throws<OperationCanceledException>(() => _writer.Write(new byte[1], source.Token)), 7);
        source.Cancel();
        writer.Ends();
        writer = BlockedThread.StartIn(() => _writer.Write(new byte[1]), 1);
        var all = new byte[65_536];
        _reader.ReadExactly(all);
        writer.Ends();
        Assert.Equal(1, _reader.Available);
    }

    [Fact]
    public void Reads_and_writes_wait_also_if_a_program_with_a_copy_has_asked_not_to_wait()
    {
        Assert.Equal(0, Libc.Control(_reader.Descriptor, Libc.SetStatusFlags, Libc.ReadOnly | Libc.NonBlocking));
        Assert.Equal(0, Libc.Control(_writer.Descriptor, Libc.SetStatusFlags, Libc.WriteOnly | Libc.NonBlocking));
        var reader = BlockedThread.StartIn(() => Assert.Equal(1, _reader.Read(new byte[10])), 7);
        _writer.Write("x"u8);
        reader.Ends();
        var writer = BlockedThread.StartIn(() => _writer.Write(new byte[100_000]), 7);
        _reader.ReadExactly(new byte[100_000]);
        writer.Ends();
    }

    [Theory]
    [InlineData(1, 65_536)] // small ones share a page
    [InlineData(2_048, 65_536)]
    [InlineData(2_049, 16 * 2_049)] // two do not fit into one page: a page each
    [InlineData(4_096, 65_536)]
    public void How_much_fits_depends_on_how_it_is_written(int size, int fits)
    {
        var (total, bytes) = (0, new byte[size]);
        while (_writer.WriteNow(bytes) is > 0 and var count) total += count;
        Assert.Equal(fits, total);
        Assert.Equal(fits, _reader.Available);
    }

    [Fact]
    public void The_capacity_can_be_set_and_is_rounded_up()
    {
        _writer.Capacity = 5_000;
        Assert.Equal(8_192, _writer.Capacity);
        Assert.Equal(8_192, _writer.WriteNow(new byte[10_000]));
        Assert.Throws<Workbook.Ipc.Interop.SystemCallException>(() => _writer.Capacity = 4_096); // more lies in it
    }

    [Fact]
    public void The_writer_of_WriteNow_closes_with_its_end()
    {
        _writer.WriteNow("x"u8);
        _writer.Dispose();
        Assert.Equal("x", new StreamReader(_reader).ReadToEnd());
        Assert.Throws<ObjectDisposedException>(() => _writer.Write("x"u8));
        _reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _reader.Read(new byte[1]));
    }

    [Fact]
    public void Each_end_goes_one_way_and_has_no_positions()
    {
        Assert.Equal((true, false, false), (_reader.CanRead, _reader.CanWrite, _reader.CanSeek));
        Assert.Equal((false, true, false), (_writer.CanRead, _writer.CanWrite, _writer.CanSeek));
        Assert.Throws<NotSupportedException>(() => _reader.Write([1], 0, 1));
        Assert.Throws<NotSupportedException>(() => _writer.Read([1], 0, 1));
        Assert.Throws<NotSupportedException>(() => _reader.Length);
        Assert.Throws<NotSupportedException>(() => _reader.Position);
        Assert.Throws<NotSupportedException>(() => _reader.Position = 1);
        Assert.Throws<NotSupportedException>(() => _writer.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => _writer.SetLength(1));
    }
}
