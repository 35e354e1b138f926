// The pointer is out before the object is ready:
//
//      writer                          reader                        _current
//      makes an empty object                                         null
//      [publish]                                                     -> host null, port 0
//                                      Current: half-built!
//      [fill]                                                        -> host db.example, port 5432
//
// Nobody writes it like this on purpose. But 'fill, then publish' with plain writes may become this order all the same: the
// compiler may exchange the two, and an ARM processor may show them to others exchanged. FillsBeforePublishing says how not.

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
