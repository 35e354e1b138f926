using Microsoft.Win32.SafeHandles;

namespace Workbook.Ipc.Interop;

/// <summary>A descriptor that becomes readable when a token is cancelled, so that a wait in poll(2) ends.</summary>
/// <remarks>Shutdown: first the registration (its disposal waits for a callback that runs), then the descriptor that it writes
/// to.</remarks>
internal sealed unsafe class CancelDescriptor : IDisposable
{
    private readonly SafeFileHandle? _event;
    private readonly CancellationTokenRegistration _registration;

    public CancelDescriptor(CancellationToken cancel)
    {
        if (!cancel.CanBeCanceled) return;
        var descriptor = Libc.Check(Libc.eventfd(0, Libc.CloseOnExec | Libc.NonBlocking), "eventfd");
        _event = new SafeFileHandle(descriptor, ownsHandle: true);
        _registration = cancel.UnsafeRegister(static self =>
        {
            ulong one = 1;
            Libc.WriteTo(((CancelDescriptor)self!)._event!, (byte*)&one, sizeof(ulong));
        }, this);
    }

    /// <summary>For poll(2); -1, which poll passes over, for a token that is never cancelled.</summary>
    public int Descriptor => (int?)_event?.DangerousGetHandle() ?? -1; // for as long as this has not been disposed of

    public void Dispose()
    {
        _registration.Dispose();
        _event?.Dispose();
    }
}
