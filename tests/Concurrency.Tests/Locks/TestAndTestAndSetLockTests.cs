using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class TestAndTestAndSetLockTests : LockContract
{
    private protected override ILock Create() => new TestAndTestAndSetLock();

    private protected override string DisplayWhenFree => "Owner = 0";

    private protected override string DisplayWhenHeld(int thread) => $"Owner = {thread}";
}
