using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>The child's side of the channel to its parent: see <see cref="ChildLink"/>.</summary>
internal abstract class ParentLink
{
    /// <summary>The one that the parent's arguments name: <c>child name</c>, or <c>child name handle handle</c>.</summary>
    public static ParentLink Open(string[] arguments) =>
        arguments.Length == 4 ? new Portable(arguments[2], arguments[3]) : new Native();

    /// <summary>Reads a whole message; blocks until it is there. For one thread at a time.</summary>
    /// <returns>Null: the parent is gone.</returns>
    public abstract byte[]? Read();

    /// <summary>Writes a whole message; nothing if the parent is gone. Any thread may call it.</summary>
    public abstract void Write(byte[] message);

    /// <summary>Takes the descriptors that came along, and keeps what our own children start from getting all this.</summary>
    public abstract Handover TakeDescriptors(int count);

    private sealed class Native : ParentLink
    {
        private readonly Lock _lock = new(); // one message after another

        public override byte[]? Read() => ControlChannel.Read(ControlChannel.ChildDescriptor);

        public override void Write(byte[] message)
        {
            lock (_lock) ControlChannel.TryWrite(ControlChannel.ChildDescriptor, message);
        }

        public override Handover TakeDescriptors(int count)
        {
            var handover = new Handover();
            for (var i = 0; i <= count; i++)
            {
                var descriptor = ControlChannel.ChildDescriptor + i;
                Libc.SetCloseOnExec(descriptor);
                if (i > 0) handover.Give(new SafeFileHandle(descriptor, ownsHandle: true));
            }
            return handover;
        }
    }

    private sealed class Portable(string fromParent, string toParent) : ParentLink
    {
        private readonly AnonymousPipeClientStream _fromParent = new(PipeDirection.In, fromParent),
            _toParent = new(PipeDirection.Out, toParent);
        private readonly Lock _lock = new(); // one message after another

        public override byte[]? Read()
        {
            try
            {
                var length = new byte[4];
                _fromParent.ReadExactly(length);
                var message = new byte[MemoryMarshal.Read<int>(length)];
                _fromParent.ReadExactly(message);
                return message;
            }
            catch (IOException) { return null; } // EndOfStreamException is one
        }

        public override void Write(byte[] message)
        {
            try
            {
                lock (_lock)
                {
                    _toParent.Write(BitConverter.GetBytes(message.Length));
                    _toParent.Write(message);
                }
            }
            catch (IOException) { } // nobody reads
        }

        public override Handover TakeDescriptors(int count)
        {
            foreach (var pipe in (PipeStream[])[_fromParent, _toParent])
            {
                if (OperatingSystem.IsWindows()) Kernel32.DoNotInherit(pipe.SafePipeHandle);
                else Libc.fcntl((int)pipe.SafePipeHandle.DangerousGetHandle(), Libc.SetDescriptorFlags, Libc.CloseOnExecFlag);
            }
            return new Handover();
        }
    }
}
