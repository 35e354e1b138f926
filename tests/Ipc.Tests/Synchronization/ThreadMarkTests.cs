using Workbook.Ipc.Interop;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed unsafe class ThreadMarkTests : SynchronizationTests
{
    [Fact]
    public void A_thread_that_runs_is_not_dead_and_has_a_mark_of_its_own()
    {
        var mine = ThreadMark.OfThisThread;
        Assert.Equal(mine, ThreadMark.OfThisThread);
        Assert.Equal(Libc.gettid(), ThreadMark.ThreadId(mine));
        Assert.Equal(0ul, mine & ThreadMark.SpareBit);
        Assert.False(ThreadMark.IsDead(mine));
        Assert.False(ThreadMark.IsDead(mine | ThreadMark.SpareBit));
        Assert.False(Elsewhere(() => ThreadMark.OfThisThread == mine || ThreadMark.IsDead(mine)
            || ThreadMark.IsDead(ThreadMark.OfThisThread)));
    }

    [Fact]
    public void A_thread_that_has_ended_is_dead_although_its_process_lives()
    {
        var gone = Elsewhere(() => ThreadMark.OfThisThread);
        Until(() => ThreadMark.IsDead(gone), "the thread that was joined has left the system, too");
    }

    [Fact]
    public void A_thread_whose_id_belongs_to_a_younger_one_is_dead() =>
        Assert.True(ThreadMark.IsDead(ThreadMark.OfThisThread - (1UL << 32))); // our id, started a tick earlier

    [Fact]
    public void A_zombie_is_dead()
    {
        var pid = NativeSpawn.Start(new SpawnRequest { Program = "/bin/sleep", Arguments = ["60"] });
        var start = uint.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(' ')[21], null);
        var mark = (ulong)start << 32 | (uint)pid;
        Assert.False(ThreadMark.IsDead(mark));

        Libc.kill(pid, 9);
        Until(() => File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "), "it is a zombie");
        Assert.True(ThreadMark.IsDead(mark));
        int status;
        Assert.Equal(pid, Libc.waitpid(pid, &status, 0));
        Assert.True(ThreadMark.IsDead(mark));
    }

    [Fact]
    public void The_namespace_is_the_one_that_the_system_names() =>
        Assert.Equal($"pid:[{ThreadMark.Namespace}]", new FileInfo("/proc/self/ns/pid").LinkTarget);
}
