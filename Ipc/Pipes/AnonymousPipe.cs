// A pipe has no name: whoever is to use an end must be given it.
//
//      parent                        child, started with the reader as its argument
//      Writer  =====================> Reader        its own copy
//      Reader  (to be disposed)
//
// Both ends are close-on-exec, so that a child gets the end that is its argument and no other. A child that had the writer as
// well would never see the end of the stream: it would wait for itself.

namespace Workbook.Ipc.Pipes;

/// <summary>A pipe, one way. pipe(2).</summary>
public static class AnonymousPipe
{
    /// <summary>A new pipe and its two ends; dispose your copy of what you gave to a child.</summary>
    public static (PipeReader Reader, PipeWriter Writer) Create()
    {
        var (reader, writer) = DuplexPipe.CreatePipe();
        return (new PipeReader(reader), new PipeWriter(writer));
    }
}
