// The pointer is out before the object is ready:
//
//      writer                          reader                        _current
//      makes an empty object                                         null
//      [publish]                                                     -> host null, port 0
//                                      Current: half-built!
//      [fill]                                                        -> host db.example, port 5432
//
// Written like this it is easy to see. With two plain variables, a value and then a flag 'ready', the program may look right and
// become this all the same: the compiler may exchange the two writes, and an ARM processor may show them to others exchanged.

namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Lets readers see an object whose fields are not written yet.</summary>
/// <param name="betweenTheSteps">Called between publishing and filling, so that a demo can let a reader look right there.</param>
public sealed class PublishesBeforeFilling(Action betweenTheSteps)
{
    private Settings? _current; // Volatile on both sides, which does not help: the order in the program is wrong

    public Settings? Current => Volatile.Read(ref _current);

    public void Create(string host, int port)
    {
        var settings = new Settings();
        Volatile.Write(ref _current, settings);           // [publish]
        betweenTheSteps();
        (settings.Host, settings.Port) = (host, port);    // [fill]
    }
}
