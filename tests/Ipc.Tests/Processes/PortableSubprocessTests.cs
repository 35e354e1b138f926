using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class PortableSubprocessTests : SubprocessContract
{
    private protected override IRunningCommand Launch(Command command, bool keepsInputOpen) =>
        new PortableCommand(command, keepsInputOpen);
}
