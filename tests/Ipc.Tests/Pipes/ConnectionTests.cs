using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Tests.Pipes;

public sealed class ConnectionTests : IDisposable
{
    private static readonly TimeSpan _bound = BlockedThread.Bound;
    private static readonly CancellationToken _cancelled = new(canceled: true);
    private const int WindowChange = 28; // SIGWINCH: nobody minds it

    private readonly Connection _a, _b;

    public ConnectionTests() => (_a, _b) = DuplexPipe.Create();

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    public sealed record Parcel(string To, int[] Weights, Parcel? Inside = null);

    // Writes to the far end of a connection whatever it wants to.
    private static (Connection Receiver, PipeWriter Raw) WithRawSender()
    {
        var (reader, writer) = DuplexPipe.CreatePipe();
        var (spare, side) = DuplexPipe.CreatePipe();
        side.Dispose();
        return (new Connection(reader, null, spare), new PipeWriter(writer));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    [Fact]
    public void Values_travel_both_ways()
    {
        _a.Send(42);
        _a.Send("text");
        _a.Send<string?>(null);
        _a.Send(new byte[] { 1, 2 });
        Assert.Equal(42, _b.Receive<int>());
        Assert.Equal("text", _b.Receive<string>());
        Assert.Null(_b.Receive<string?>());
        Assert.Equal([1, 2], _b.Receive<byte[]>());

        var parcel = new Parcel("Ann", [1, 2, 3], new Parcel("Bob", []));
        _b.Send(parcel);
        var arrived = _a.Receive<Parcel>();
        Assert.Equal(("Ann", "Bob"), (arrived.To, arrived.Inside!.To));
        Assert.Equal([1, 2, 3], arrived.Weights);
    }

    [Fact]
    public void A_value_that_cannot_travel_is_refused_and_nothing_is_sent()
    {
        Assert.Throws<NotSupportedException>(() => _a.Send<Action>(() => { }));
        Assert.False(_b.Poll());
        _a.Send(1);
        Assert.Equal(1, _b.Receive<int>());
    }

    [Fact]
    public void A_message_of_another_type_is_refused_and_the_next_one_can_be_received()
    {
        _a.Send("text");
        _a.Send<string?>(null);
        _a.Send(2);
        Assert.Throws<InvalidDataException>(() => _b.Receive<Parcel>());
        Assert.Throws<InvalidDataException>(() => _b.Receive<int>());
        Assert.Equal(2, _b.Receive<int>());
    }

    [Fact]
    public void Boundaries_are_kept_and_a_message_may_be_empty()
    {
        _a.SendBytes([1, 2, 3]);
        _a.SendBytes([]);
        _a.SendBytes([4]);
        Assert.Equal([1, 2, 3], _b.ReceiveBytes());
        Assert.Equal([], _b.ReceiveBytes());
        Assert.Equal([4], _b.ReceiveBytes());
    }

    [Fact]
    public void At_a_closed_peer_what_was_sent_is_received_then_comes_the_end_and_a_send_fails()
    {
        _a.SendBytes([1]);
        _a.Dispose();
        Assert.Equal([1], _b.ReceiveBytes());
        for (var i = 0; i < 2; i++)
            Assert.Contains("has been received", Assert.Throws<EndOfStreamException>(() => _b.ReceiveBytes()).Message);
        Assert.Throws<EndOfStreamException>(() => _b.TryReceive<int>(out _, TimeSpan.Zero));
        Assert.Contains("Broken pipe", Assert.Throws<IOException>(() => _b.SendBytes([1])).Message);
        Assert.Throws<IOException>(() => _b.TrySend(1, TimeSpan.Zero));
    }

    [Fact]
    public void After_dispose_every_call_is_refused_and_a_second_dispose_does_nothing()
    {
        _a.Dispose();
        _a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _a.Send(1));
        Assert.Throws<ObjectDisposedException>(() => _a.Receive<int>());
        Assert.Throws<ObjectDisposedException>(() => _a.Poll());
        Assert.Throws<ObjectDisposedException>(() => Connection.Wait([_a], TimeSpan.Zero));
        Assert.Throws<ObjectDisposedException>(() => _a.WriteTicket(new Handover()));
    }

    [Fact]
    public void What_was_read_ahead_goes_with_its_end()
    {
        _a.Send(1);
        _a.Send(2);
        Assert.Equal(1, _b.Receive<int>());
        _b.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _b.Receive<int>());
        Assert.Throws<ObjectDisposedException>(() => _b.Poll());
    }

    [Fact]
    public void Poll_says_whether_a_message_is_here()
    {
        Assert.False(_b.Poll());
        Assert.False(_b.Poll(TimeSpan.FromSeconds(-5)));
        var start = Stopwatch.GetTimestamp();
        Assert.False(_b.Poll(TimeSpan.FromMilliseconds(50)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(50));

        _a.SendBytes([]);
        Assert.True(_b.Poll());
        Assert.True(_b.Poll(TimeSpan.FromSeconds(-5)));
        Assert.Equal([], _b.ReceiveBytes());
        Assert.False(_b.Poll());

        _a.Dispose();
        Assert.True(_b.Poll(_bound)); // a receive would not wait; a child before its exec has a copy
    }

    [Fact]
    public void Poll_wakes_for_a_message()
    {
        var poll = BlockedThread.StartIn(() => Assert.True(_b.Poll(Timeout.InfiniteTimeSpan)), 0);
        _a.Send(1);
        poll.Ends();
        Assert.Equal(1, _b.Receive<int>());
    }

    [Theory]
    [InlineData(100)] // read ahead
    [InlineData(100_000)] // put together apart
    public void Half_a_message_is_none_and_is_not_lost(int length)
    {
        var (receiver, raw) = WithRawSender();
        using var _ = receiver;
        using var __ = raw;
        byte[] stream = [.. BitConverter.GetBytes(length), .. Bytes(length)];
        foreach (var part in new[] { stream[..2], stream[2..4], stream[4..50] })
        {
            raw.Write(part);
            Assert.False(receiver.Poll());
            Assert.False(receiver.TryReceiveBytes(out var none, TimeSpan.Zero));
            Assert.Null(none);
            Assert.Throws<OperationCanceledException>(() => receiver.ReceiveBytes(_cancelled));
            Assert.Empty(Connection.Wait([receiver], TimeSpan.Zero));
        }
        var sender = new Thread(() => raw.Write(stream.AsSpan(50)));
        sender.Start();
        Assert.True(receiver.Poll(_bound));
        Assert.True(receiver.Poll()); // until it is taken
        Assert.Equal(Bytes(length), receiver.ReceiveBytes());
        Assert.False(receiver.Poll());
        Assert.True(sender.Join(_bound));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void A_message_that_is_cut_is_the_end_of_the_stream_and_the_exception_says_so(int length)
    {
        var (receiver, raw) = WithRawSender();
        using var _ = receiver;
        raw.Write([.. BitConverter.GetBytes(1), 9, .. BitConverter.GetBytes(length), 1, 2, 3]);
        raw.Dispose();
        Assert.Equal([9], receiver.ReceiveBytes());
        Assert.True(receiver.Poll());
        for (var i = 0; i < 2; i++)
            Assert.Contains("middle of a message", Assert.Throws<EndOfStreamException>(() => receiver.ReceiveBytes()).Message);
    }

    private static byte[] Framed(int length) => [.. BitConverter.GetBytes(length), .. Bytes(length)];

    [Fact]
    public void A_stream_that_ends_at_any_byte_gives_the_whole_messages_before_it_and_then_says_whether_one_was_cut()
    {
        foreach (var length in Enumerable.Range(0, 54)) End(lengths: [1, 0, 40], length);
        // 20,000 bytes do not fit into what is read ahead: what lies around its end, and around theirs?
        foreach (var length in (int[])[5, 8, 9, 10, .. Enumerable.Range(16_382, 12), 20_007, 20_008, 20_009])
            End(lengths: [1, 20_000], length);

        static void End(int[] lengths, int length)
        {
            var (receiver, raw) = WithRawSender();
            using var _ = receiver;
            using (raw) raw.Write(lengths.SelectMany(Framed).Take(length).ToArray());
            foreach (var whole in lengths)
            {
                if (length < 4 + whole) break;
                Assert.Equal(Bytes(whole), receiver.ReceiveBytes());
                length -= 4 + whole;
            }
            var end = Assert.Throws<EndOfStreamException>(() => receiver.ReceiveBytes()).Message;
            Assert.Contains(length == 0 ? "has been received" : "middle of a message", end);
        }
    }

    [Fact]
    public void The_longest_message_has_512_MiB()
    {
        var header = new byte[Frame.HeaderSize];
        Frame.WriteHeader(header, Frame.LongestMessage, withDescriptors: true);
        Assert.Equal((512 * 1024 * 1024, true), Frame.ReadHeader(header));
        byte one = 0; // it is refused before it is looked at
        Assert.Throws<ArgumentException>(() => _a.SendBytes(MemoryMarshal.CreateReadOnlySpan(in one, Frame.LongestMessage + 1)));
        Assert.False(_b.Poll());
        _a.Send(1);
        Assert.Equal(1, _b.Receive<int>());

        var (receiver, raw) = WithRawSender();
        using var _ = receiver;
        using (raw) raw.Write(BitConverter.GetBytes(Frame.LongestMessage + 1));
        Assert.Throws<InvalidDataException>(() => receiver.ReceiveBytes());
    }

    [Fact]
    public void A_length_that_is_none_is_refused_before_anything_is_allocated()
    {
        var (receiver, raw) = WithRawSender();
        using var _ = receiver;
        using var __ = raw;
        raw.Write("GET / HTTP/1.1"u8);
        Assert.True(receiver.Poll(_bound)); // a receive would not wait
        Assert.Equal([receiver], Connection.Wait([receiver], _bound));
        for (var i = 0; i < 2; i++) Assert.Throws<InvalidDataException>(() => receiver.ReceiveBytes());
    }

    [Fact]
    public void One_way_ends_refuse_the_wrong_direction()
    {
        var (receiver, sender) = DuplexPipe.CreateOneWay();
        using var _ = receiver;
        using var __ = sender;
        Assert.Equal((false, true), (receiver.CanSend, receiver.CanReceive));
        Assert.Equal((true, false), (sender.CanSend, sender.CanReceive));
        Assert.Contains("Send at the other", Assert.Throws<InvalidOperationException>(() => receiver.Send(1)).Message);
        Assert.Contains("Receive at the other", Assert.Throws<InvalidOperationException>(() => sender.Receive<int>()).Message);
        Assert.Throws<InvalidOperationException>(() => sender.Poll());
        Assert.Throws<InvalidOperationException>(() => Connection.Wait([sender], TimeSpan.Zero));
        sender.Send(1);
        Assert.Equal(1, receiver.Receive<int>());
        sender.Dispose();
        Assert.Throws<EndOfStreamException>(() => receiver.Receive<int>());
    }

    [Fact]
    public void A_buffer_that_is_too_short_gets_nothing_and_the_exception_has_the_message()
    {
        var buffer = new byte[4];
        _a.SendBytes([1, 2, 3]);
        _a.SendBytes(Bytes(5));
        _a.SendBytes(Bytes(50_000));
        _a.SendBytes([9]);
        Assert.Equal(3, _b.ReceiveBytesInto(buffer));
        Assert.Equal([1, 2, 3, 0], buffer);
        Assert.Equal(Bytes(5), Assert.Throws<BufferTooShortException>(() => _b.ReceiveBytesInto(buffer)).Message);
        Assert.Equal([1, 2, 3, 0], buffer);
        Assert.Equal(Bytes(50_000), Assert.Throws<BufferTooShortException>(() => _b.ReceiveBytesInto(buffer)).Message);
        Assert.Equal(1, _b.ReceiveBytesInto(buffer.AsSpan(2, 1))); // only there
        Assert.Equal([1, 2, 9, 0], buffer);
    }

    [Fact]
    public void Ranges_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _a.SendBytes(new byte[4].AsSpan(2, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _a.SendBytes(new byte[4].AsSpan(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _a.TrySend(1, TimeSpan.FromDays(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _b.TryReceive<int>(out _, TimeSpan.FromDays(-1)));
        Assert.Throws<ArgumentNullException>(() => Connection.Wait(null!, TimeSpan.Zero));
        Assert.False(_b.Poll());
    }

    [Fact]
    public void Sixteen_megabytes_go_in_one_message()
    {
        var message = Bytes(16 * 1024 * 1024);
        var sender = BlockedThread.StartIn(() => _a.SendBytes(message), 20);
        Assert.True(message.AsSpan().SequenceEqual(_b.ReceiveBytes()));
        sender.Ends();
    }

    [Fact]
    public void Sixteen_megabytes_go_with_a_time_limit_too()
    {
        var message = Bytes(16 * 1024 * 1024);
        var sender = BlockedThread.StartIn(() => Assert.True(_a.TrySendBytes(message, _bound)), 7);
        Assert.True(_b.TryReceiveBytes(out var received, _bound));
        Assert.True(message.AsSpan().SequenceEqual(received));
        sender.Ends();
    }

    [Fact]
    public void Messages_of_several_threads_stay_whole_and_none_is_lost()
    {
        const int Threads = 4, Each = 300;
        var senders = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                var message = new byte[1 + (i * 131 + number * 17) % 20_000];
                Array.Fill(message, (byte)number);
                if (i % 2 == 0) _a.SendBytes(message);
                else Assert.True(_a.TrySendBytes(message, _bound));
            }
        })).ToList();
        senders.ForEach(sender => sender.Start());
        var got = new int[Threads];
        var receivers = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < Threads * Each / 2; i++)
            {
                var message = _b.ReceiveBytes();
                if (message.All(value => value == message[0])) Interlocked.Increment(ref got[message[0]]);
            }
        })).ToList();
        receivers.ForEach(receiver => receiver.Start());
        Assert.All(senders.Concat(receivers), thread => Assert.True(thread.Join(_bound)));
        Assert.Equal([Each, Each, Each, Each], got);
    }

    [Fact]
    public void A_cancelled_receive_takes_nothing()
    {
        using var source = new CancellationTokenSource();
        var receiver = BlockedThread.StartIn(() =>
            Assert.Throws<OperationCanceledException>(() => _b.Receive<int>(source.Token)), 7);
        source.Cancel();
        receiver.Ends();
        Assert.Throws<OperationCanceledException>(() => _b.Poll(_bound, _cancelled));
        _a.Send(1);
        Assert.Equal(1, _b.Receive<int>(_cancelled)); // no wait is needed
    }

    [Fact]
    public void A_send_that_gives_up_before_its_first_byte_has_sent_nothing()
    {
        while (_a.TrySendBytes(new byte[4092], TimeSpan.Zero)) { } // until it is full
        Assert.False(_a.TrySend(1, TimeSpan.FromMilliseconds(20)));
        using var source = new CancellationTokenSource();
        var sender = BlockedThread.StartIn(() => Assert.Throws<OperationCanceledException>(() => _a.Send(1, source.Token)), 7);
        source.Cancel();
        sender.Ends();
        var messages = 0;
        while (_b.TryReceiveBytes(out var message, TimeSpan.Zero))
        {
            Assert.Equal(4092, message.Length);
            messages++;
        }
        Assert.Equal(16, messages); // 16 pages of 4,096 bytes
        _a.Send(7, _cancelled); // room again
        Assert.Equal(7, _b.Receive<int>());
    }

    [Fact]
    public void A_send_that_gives_up_in_the_middle_ends_the_sending_and_the_receiver_is_told()
    {
        Assert.Throws<TimeoutException>(() => _a.TrySendBytes(new byte[100_000], TimeSpan.FromMilliseconds(20)));
        Assert.Contains("nothing can be sent", Assert.Throws<IOException>(() => _a.Send(1)).Message);
        Assert.Contains("middle of a message", Assert.Throws<EndOfStreamException>(() => _b.ReceiveBytes()).Message);
        _b.Send(2);
        Assert.Equal(2, _a.Receive<int>()); // the other direction is whole
    }

    [Fact]
    public void A_thread_that_waits_behind_a_blocked_sender_gives_up_too()
    {
        var blocked = BlockedThread.StartIn(() => _a.SendBytes(new byte[100_000]), 20);
        Assert.False(_a.TrySend(1, TimeSpan.FromMilliseconds(20)));
        Assert.Throws<OperationCanceledException>(() => _a.Send(1, _cancelled));
        Assert.Equal(100_000, _b.ReceiveBytes().Length);
        blocked.Ends();
    }

    [Fact]
    public void A_signal_does_not_end_a_wait_early()
    {
        using var handler = PosixSignalRegistration.Create((PosixSignal)WindowChange, _ => { });
        var limit = TimeSpan.FromMilliseconds(300);
        var took = TimeSpan.Zero;
        var receiver = BlockedThread.Start(() =>
        {
            var start = Stopwatch.GetTimestamp();
            Assert.False(_b.TryReceive<int>(out _, limit));
            took = Stopwatch.GetElapsedTime(start);
        });
        while (!receiver.HasEnded)
        {
            receiver.Signal(WindowChange); // again and again
            Thread.Yield();
        }
        receiver.Ends();
        Assert.True(took >= limit, $"gave up after {took}");

        var patient = BlockedThread.StartIn(() => Assert.Equal(5, _b.Receive<int>()), 0); // in read(2)
        Assert.True(patient.Signal(WindowChange));
        patient.UntilIn(0);
        _a.Send(5);
        patient.Ends();
    }

    [Fact]
    public void A_thread_that_waits_behind_a_blocked_receiver_gives_up_too_and_takes_nothing_from_it()
    {
        var blocked = BlockedThread.StartIn(() => Assert.Equal(1, _b.Receive<int>()), 0);
        Assert.False(_b.Poll());
        Assert.False(_b.Poll(TimeSpan.FromMilliseconds(20)));
        Assert.False(_b.TryReceive<int>(out _, TimeSpan.FromMilliseconds(20)));
        Assert.Throws<OperationCanceledException>(() => _b.Receive<int>(_cancelled));
        _a.Send(1);
        blocked.Ends();
    }

    [Fact]
    public void Dispose_does_not_wake_a_blocked_receiver_but_the_other_end_does()
    {
        var blocked = BlockedThread.StartIn(() => Assert.Throws<EndOfStreamException>(() => _b.Receive<int>()), 0);
        _b.Dispose();
        blocked.UntilIn(0);
        _a.Dispose();
        blocked.Ends();
    }

    [Fact]
    public void Dispose_does_not_wake_a_receiver_with_a_token_but_the_token_does()
    {
        using var source = new CancellationTokenSource();
        var blocked = BlockedThread.StartIn(
            () => Assert.Throws<OperationCanceledException>(() => _b.Receive<int>(source.Token)), 7);
        _b.Dispose();
        blocked.UntilIn(7);
        source.Cancel();
        blocked.Ends();
    }

    [Fact]
    public void As_many_descriptors_as_the_kernel_passes_at_once_travel_and_of_more_none_is_sent()
    {
        var (reader, writer) = AnonymousPipe.Create();
        using var _ = reader;
        using (writer)
        {
            Assert.Throws<ArgumentException>(() => _a.Send(Enumerable.Repeat(writer, 254).ToArray()));
            _a.Send(Enumerable.Repeat(writer, 253).ToArray());
        }
        var copies = _b.Receive<PipeWriter[]>();
        Assert.Equal(253, copies.Length);
        foreach (var copy in copies) copy.Dispose();
        Assert.Equal(0, reader.Read(new byte[1]));
    }

    [Fact]
    public void A_connection_travels_over_a_connection()
    {
        var (near, far) = DuplexPipe.Create();
        using (near)
        {
            using (far) _a.Send(far);
            using var arrived = _b.Receive<Connection>();
            near.Send("hello");
            Assert.Equal("hello", arrived.Receive<string>());
            arrived.Send("hello yourself");
            Assert.Equal("hello yourself", near.Receive<string>());
            arrived.Dispose();
            Assert.Throws<EndOfStreamException>(() => near.Receive<string>()); // no copy was left behind
        }
    }

    public sealed record Line(string Name, PipeWriter End, Connection? Back);

    [Fact]
    public void Ends_inside_a_value_travel_with_it_and_messages_around_them_stay_in_order()
    {
        var (reader, writer) = AnonymousPipe.Create();
        using (reader)
        {
            _a.Send(1);
            using (writer) _a.Send(new Line("ann", writer, null));
            _a.Send(3);
            Assert.Equal(1, _b.Receive<int>());
            var line = _b.Receive<Line>();
            Assert.Equal(3, _b.Receive<int>());
            using (line.End) line.End.Write("by pipe"u8);
            Assert.Equal("by pipe", new StreamReader(reader).ReadToEnd());
        }
    }

    public sealed record Label(string Name);

    [Fact]
    public void An_end_for_which_the_receivers_type_has_no_place_is_closed()
    {
        var (reader, writer) = AnonymousPipe.Create();
        using (reader)
        {
            using (writer) _a.Send(new Line("ann", writer, null));
            Assert.Equal(new Label("ann"), _b.Receive<Label>());
            Assert.True(reader.TryRead(new byte[1], out var count, _bound));
            Assert.Equal(0, count);
        }
    }

    [Fact]
    public void Descriptors_that_are_announced_and_do_not_come_are_not_waited_for()
    {
        var (reader, writer) = DuplexPipe.CreatePipe();
        var (side, otherSide) = Libc.SocketPair();
        using (otherSide)
        using (var receiver = new Connection(reader, null, side))
        using (var raw = new PipeWriter(writer))
        {
            raw.Write([0, 0, 0, 0x80, 1, 0, 0, 0x80, 9, 1, 0, 0, 0, 8]);
            Assert.Throws<InvalidDataException>(() => receiver.ReceiveDescriptor());
            Assert.Throws<InvalidDataException>(() => receiver.Receive<int>());
            Assert.Equal([8], receiver.ReceiveBytes());
        }
    }

    [Fact]
    public void Descriptors_for_one_who_has_gone_find_a_broken_pipe()
    {
        using var file = File.OpenHandle("/dev/null");
        _b.Dispose();
        Assert.Contains("Broken pipe", Assert.Throws<IOException>(() => _a.SendDescriptor(file)).Message);
    }

    [Fact]
    public void A_descriptor_travels_and_one_that_nobody_takes_is_closed()
    {
        var (reader, writer) = AnonymousPipe.Create();
        using (reader)
        {
            using (writer)
            {
                _a.SendDescriptor(writer.Descriptor);
                _a.SendDescriptor(writer.Descriptor);
                _a.SendBytes([1]);
            }
            using (var file = new FileStream((SafeFileHandle)_b.ReceiveDescriptor(), FileAccess.Write))
                file.Write("x"u8);
            Assert.Equal([], _b.ReceiveBytes()); // as bytes: the descriptor is closed
            Assert.Throws<InvalidDataException>(() => _b.ReceiveDescriptor());
            Assert.Equal("x", new StreamReader(reader).ReadToEnd());
        }
    }

    [Fact]
    public void More_descriptors_than_the_socket_holds_wait_for_the_receiver()
    {
        using var file = File.OpenHandle("/dev/null");
        const int Messages = 2_000;
        var sender = new Thread(() => { for (var i = 0; i < Messages; i++) _a.SendDescriptor(file); });
        sender.Start();
        for (var i = 0; i < Messages; i++) _b.ReceiveDescriptor().Dispose();
        Assert.True(sender.Join(_bound));
    }

    [Fact]
    public void A_connection_that_has_read_ahead_is_not_handed_on()
    {
        _a.Send(1);
        _a.Send(2);
        Assert.Equal(1, _b.Receive<int>());
        Assert.Throws<InvalidOperationException>(() => _b.WriteTicket(new Handover()));
        Assert.Equal(2, _b.Receive<int>());
        _b.WriteTicket(new Handover());
    }

    [Fact]
    public void A_debugger_sees_the_directions()
    {
        var (receiver, sender) = DuplexPipe.CreateOneWay();
        Assert.Equal(("duplex", "receives", "sends"), (Shown(_a), Shown(receiver), Shown(sender)));
        receiver.Dispose();
        sender.Dispose();
        Assert.Equal("sends, disposed", Shown(sender));
    }

    [Fact]
    public void A_debugger_sees_names_and_descriptors()
    {
        var name = $"test-{Guid.NewGuid():n}";
        using var pipe = NamedPipe.Create(name);
        Assert.Equal($"{name}, created here", Shown(pipe));
        Assert.Equal(name, Shown(NamedPipe.Open(name)));
        var end = pipe.OpenForReading();
        Assert.StartsWith("descriptor ", Shown(end));
        end.Dispose();
        Assert.EndsWith(", closed", Shown(end));
        var listener = new ConnectionListener(name, "key"u8);
        Assert.Equal($"{name}, listens", Shown(listener));
        listener.Dispose();
        Assert.Equal($"{name}, closed", Shown(listener));
    }

    // What [DebuggerDisplay("{Display,nq}")] shows.
    private static string Shown(object thing)
    {
        for (var type = thing.GetType(); ; type = type.BaseType!)
            if (type.GetProperty("Display", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is { } display)
                return (string)display.GetValue(thing)!;
    }
}
