using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class PortableChildProcessTests : ChildProcessContract
{
    private protected override bool IsPortable => true;

    [Fact]
    public void A_descriptor_cannot_be_passed()
    {
        var (first, second) = DuplexPipe.Create();
        using (first)
        using (second)
        {
            using var child = ChildProcess.Create(connection => connection.Dispose(), second, Options);
            Assert.Contains("NamedPipe", Assert.Throws<PlatformNotSupportedException>(child.Start).Message);
            Assert.False(child.IsAlive);
        }
    }
}
