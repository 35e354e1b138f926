using System.Runtime.InteropServices;
using System.Text;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true)]
    private static partial int open_path(byte* path, int flags);

    /// <summary>Reads the beginning of a file under /proc, which the kernel makes up at that moment. Some microseconds, no
    /// garbage.</summary>
    /// <returns>The bytes read, or 0 when what the path tells of is not there any more.</returns>
    /// <exception cref="SystemCallException">It may well be there, but cannot be read.</exception>
    public static int ReadProc(string path, Span<byte> into)
    {
        Span<byte> text = stackalloc byte[path.Length + 1]; // ends with a 0
        Encoding.ASCII.GetBytes(path, text);
        fixed (byte* name = text, start = into)
        {
            int file;
            do file = open_path(name, ReadOnly | CloseOnExec);
            while (file == -1 && Errno == Interop.Errno.Interrupted);
            if (file == -1) return RefusedOrGone("open");

            try
            {
                nint count;
                do count = read(file, start, (nuint)into.Length);
                while (count == -1 && Errno == Interop.Errno.Interrupted);
                return count == -1 ? RefusedOrGone("read") : (int)count; // it may end between the two calls
            }
            finally
            {
                _ = close(file);
            }
        }
    }

    private static int RefusedOrGone(string call) =>
        Errno is Interop.Errno.NoSuchFile or Interop.Errno.NoSuchProcess ? 0 : throw new SystemCallException(call, Errno);
}
