using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Tests.Synchronization;

/// <summary>Names, kinds, tickets and the end of all types of this folder.</summary>
public sealed unsafe class NamesTests : SynchronizationTests
{
    private static readonly string[] _kinds = ["mutex", "reentrant", "semaphore", "event", "auto event", "condition", "barrier"];

    public static TheoryData<string> Kinds => [.. _kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void A_name_is_made_once_and_found_while_somebody_has_it(string kind)
    {
        using var lockOfCondition = SharedMutex.CreateAnonymous();
        var name = NewName();
        Assert.Throws<FileNotFoundException>(() => { Open(kind, name, lockOfCondition); });
        using (Create(kind, name, lockOfCondition))
        {
            Assert.Contains(
                $"{Environment.ProcessId}", Assert.Throws<IOException>(() => { Create(kind, name, lockOfCondition); }).Message);
            Open(kind, name, lockOfCondition).Dispose();
            Open(kind, name, lockOfCondition).Dispose();
        }
        Assert.Throws<FileNotFoundException>(() => { Open(kind, name, lockOfCondition); });
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Opening_something_of_another_kind_is_refused(string kind)
    {
        using var lockOfCondition = SharedMutex.CreateAnonymous();
        var name = NewName();
        using var thing = Create(kind, name, lockOfCondition);
        foreach (var other in _kinds)
        {
            if (other != kind)
                Assert.Contains(
                    "is of the kind", Assert.Throws<InvalidDataException>(() => { Open(other, name, lockOfCondition); }).Message);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Dispose_may_be_repeated_and_what_comes_after_it_is_refused(string kind)
    {
        using var lockOfCondition = SharedMutex.CreateAnonymous();
        var thing = Create(kind, NewName(), lockOfCondition);
        thing.Dispose();
        thing.Dispose();
        lockOfCondition.Acquire();
        Action[] uses = thing switch
        {
            SharedMutex m => [() => m.Acquire(), () => m.TryAcquire(), m.Release, () => _ = m.IsHeldByCurrentThread],
            SharedReentrantMutex m => [() => m.Acquire(), () => m.TryAcquire(TimeSpan.Zero), m.Release],
            SharedSemaphore s => [() => s.Acquire(), () => s.TryAcquire(), () => s.Release(), () => _ = s.CurrentCount],
            SharedEvent e => [e.Set, e.Reset, () => e.Wait(), () => e.Wait(TimeSpan.Zero), () => _ = e.IsSet],
            SharedAutoEvent e => [e.Set, e.Reset, () => e.Wait(), () => _ = e.IsSet],
            SharedCondition c => [() => c.Wait(), () => c.Notify(), () => c.WaitFor(() => true)],
            SharedBarrier b => [() => b.SignalAndWait(), b.Abort, b.Reset, () => _ = b.Parties],
            _ => throw new NotSupportedException(kind),
        };
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
        lockOfCondition.Release();
        Assert.Equal("disposed", Shown(thing));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Dispose_while_a_thread_waits_is_refused(string kind)
    {
        using var source = new CancellationTokenSource();
        using var lockOfCondition = SharedMutex.CreateAnonymous();
        using var thing = Create(kind, NewName(), lockOfCondition);
        (thing as SharedMutex)?.Acquire();
        (thing as SharedReentrantMutex)?.Acquire();
        var waiter = Start(() =>
        {
            switch (thing)
            {
                case SharedMutex m: m.Acquire(source.Token); break;
                case SharedReentrantMutex m: m.Acquire(source.Token); break;
                case SharedSemaphore s: s.Acquire(source.Token); break;
                case SharedEvent e: e.Wait(source.Token); break;
                case SharedAutoEvent e: e.Wait(source.Token); break;
                case SharedCondition c:
                    using (c.Mutex.Hold()) c.Wait(source.Token);
                    break;
                case SharedBarrier b: b.SignalAndWait(cancel: source.Token); break;
            }
        });
        UntilShown(thing, thing is SharedBarrier ? "1 of 2 arrived" : thing is SharedCondition ? "1 waiting" : "awaited");
        Assert.Contains("cancel and join them first", Assert.Throws<InvalidOperationException>(thing.Dispose).Message);
        source.Cancel();
        Fails<OperationCanceledException>(waiter);
    }

    [Fact]
    public void A_ticket_leads_to_the_same_thing()
    {
        var handover = new Handover();
        using var semaphore = SharedSemaphore.CreateAnonymous(2, 3);
        using var same = SharedSemaphore.FromTicket(semaphore.WriteTicket(handover), handover);
        same.Acquire();
        Assert.Equal((1, 3), (semaphore.CurrentCount, same.Maximum));

        using var mutex = SharedMutex.CreateAnonymous();
        using var condition = SharedCondition.CreateAnonymous(mutex);
        using var sameCondition = SharedCondition.FromTicket(condition.WriteTicket(handover), handover);
        mutex.Acquire();
        Assert.True(sameCondition.Mutex.IsHeldByCurrentThread);
        mutex.Release();
        Assert.Empty(handover.Descriptors);
    }

    [Fact]
    public void What_stands_in_somebody_elses_memory_has_no_ticket()
    {
        var memory = stackalloc ulong[2];
        var mutex = new SharedMutex(memory, "memory");
        Assert.Throws<NotSupportedException>(() => mutex.WriteTicket(new Handover()));
    }

    [Fact]
    public void A_thing_of_another_pid_namespace_is_refused()
    {
        var name = NewName();
        using var mutex = SharedMutex.Create(name);
        using (var region = SharedRegion.Open(name, "sync")) region.ValueAt<ulong>(8)++;
        Assert.Contains("pid namespace", Assert.Throws<InvalidDataException>(() => SharedMutex.Open(name)).Message);
    }

    [Fact]
    public void A_thing_that_its_creator_did_not_finish_is_refused()
    {
        var name = NewName();
        using var region = SharedRegion.Create(name, 256, "sync");
        Assert.Contains("is not finished", Assert.Throws<InvalidDataException>(() => SharedMutex.Open(name)).Message);
    }

    [Fact]
    public void A_region_that_is_too_small_is_refused()
    {
        var name = NewName();
        using var region = SharedRegion.Create(name, 8, "sync");
        Assert.Contains("too small", Assert.Throws<InvalidDataException>(() => SharedMutex.Open(name)).Message);
    }

    [Fact]
    public void A_name_must_not_be_null()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        foreach (var kind in _kinds) Assert.Throws<ArgumentNullException>(() => { Create(kind, null!, mutex); });
    }

    private static IDisposable Create(string kind, string name, SharedMutex mutex) => kind switch
    {
        "mutex" => SharedMutex.Create(name),
        "reentrant" => SharedReentrantMutex.Create(name),
        "semaphore" => SharedSemaphore.Create(name, 0),
        "event" => SharedEvent.Create(name),
        "auto event" => SharedAutoEvent.Create(name),
        "condition" => SharedCondition.Create(name, mutex),
        _ => SharedBarrier.Create(name, 2),
    };

    private static IDisposable Open(string kind, string name, SharedMutex mutex) => kind switch
    {
        "mutex" => SharedMutex.Open(name),
        "reentrant" => SharedReentrantMutex.Open(name),
        "semaphore" => SharedSemaphore.Open(name),
        "event" => SharedEvent.Open(name),
        "auto event" => SharedAutoEvent.Open(name),
        "condition" => SharedCondition.Open(name, mutex),
        _ => SharedBarrier.Open(name),
    };
}
