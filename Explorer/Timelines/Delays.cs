// Most writes that are delayed might as well not have been: nobody looks at the place between the write and its reaching memory.
// To the reader those are writes as any others:
//
//      w1   x = 1            x = 1 reaches memory        told as      x = 1
//      w1   x = 1            x = 1 reaches memory        told as      x = 1 (in its store buffer), x = 1 reaches memory
//      w2           x is 0

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>Finds the delayed writes of an execution whose delay others could see.</summary>
internal static class Delays
{
    public static void Find(Recording recording)
    {
        var events = recording.Events;
        for (var i = 0; i < events.Count; i++)
        {
            var written = events[i];
            if (written.Kind != OperationKind.Buffer) continue;
            var end = written.Reaches is { } reaches ? events.IndexOf(reaches, i) : events.Count;
            written.IsDelayed = events[i..end].Exists(done =>
                done.Thread != written.Thread && done.Resource == written.Resource && !done.IsBlocked);
            if (written.Reaches is not null) written.Reaches.IsDelayed = written.IsDelayed;
        }
    }
}
