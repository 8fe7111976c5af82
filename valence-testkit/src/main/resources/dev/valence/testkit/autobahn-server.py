# Autobahn's fuzzing server (Python 2.7), for this machine alone and on a port of the system's
# choice: the suite itself would listen on all interfaces, and on fixed ports.
# Arguments: the folder of the reports, the cases with commas between.
import sys

from autobahntestsuite import choosereactor
from twisted.internet import reactor

listen = reactor.listenTCP


def listen_on_loopback(port, factory, backlog=50, interface=''):
    listening = listen(0, factory, backlog, '127.0.0.1')
    factory.port = factory.externalPort = listening.getHost().port
    if hasattr(factory, 'specCases'):
        print('READY %d %s' % (factory.port, ' '.join(factory.specCases)))
        sys.stdout.flush()
    return listening


reactor.listenTCP = listen_on_loopback

from autobahntestsuite import fuzzing

fuzzing.startServer({
    'url': 'ws://127.0.0.1:9001',
    'outdir': sys.argv[1],
    'cases': sys.argv[2].split(','),
    'exclude-cases': [],
    'exclude-agent-cases': {},
    'options': {'failByDrop': False},
})
reactor.run()
