using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pipes;

/// <summary>A token as a descriptor, for poll(2), which knows nothing else: readable once the token is cancelled.
/// eventfd(2).</summary>
internal sealed unsafe class CancelSignal : IDisposable
{
    private readonly SafeFileHandle _descriptor;
    private readonly CancellationTokenRegistration _registration;

    public CancelSignal(CancellationToken cancel)
    {
        _descriptor = new SafeFileHandle(Libc.Check(Libc.eventfd(0, Libc.CloseOnExec), "eventfd"), ownsHandle: true);
        _registration = cancel.UnsafeRegister(static signal => ((CancelSignal)signal!).Fire(), this);
    }

    /// <summary>Valid until Dispose.</summary>
    public int Descriptor => (int)_descriptor.DangerousGetHandle();

    /// <summary>Waits for a callback that runs just now, so that nothing is written to a descriptor that is somebody else's by
    /// then.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        _descriptor.Dispose();
    }

    private void Fire()
    {
        ulong one = 1;
        Libc.Check(Libc.WriteTo(_descriptor, (byte*)&one, sizeof(ulong)), "write");
    }
}
