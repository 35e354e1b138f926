using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class TestAndSetLockTests : LockContract
{
    private protected override ILock Create() => new TestAndSetLock();
}
