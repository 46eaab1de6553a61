// The same relay in a process of its own, for its event streams.
import './relay.peer.js';
